"""PURE: words by which pages give themselves away. They raise a suspicion and decide nothing."""

import re

# "Not found" and "does not exist" where they stand near a word for page, article or address; error numbers.
_PAGE = (
    r"page|article|document|file|url|content|story|resource"
    r"|seite|artikel|beitrag|dokument|inhalt|datei|adresse"
    r"|pagina|página|página|pàgina|páxina|pagină|pagino|article|contenu"
    r"|страниц\w*|бачын\w*|сторінк\w*|сәхифә|strona|stránka|stran\w*|sid[ae]n?|síða|lehte|lapa|puslapis|sahypa"
    r"|səhifə|sayfa|sivua|oldal|bladsy|bok|ukurasa|leathanach|pajenn|bajenn|trang|σελίδα"
)
_LOST = (
    r"not (?:be )?found|cannot be found|can['’]t be found|could ?n[o']t (?:be )?f(?:ind|ound)"
    r"|does ?n[o'’]t exist|no longer (?:exists?|available)|has been (?:removed|deleted)|is ?n[o'’]t available"
    r"|is unavailable|missing"
    r"|nicht (?:mehr )?(?:gefunden|vorhanden|verfügbar|existier\w*|auffindbar)|existiert (?:leider )?nicht"
    r"|(?:wurde|ist) (?:leider )?(?:gelöscht|entfernt)|konnte (?:leider )?nicht gefunden"
    r"|introuvable|n['’]existe (?:pas|plus)|non trovat\w|non esiste|no encontrad\w|no existe|não encontrad\w"
    r"|inexistent\w|niet gevonden|bestaat niet|nie gevind"
    r"|ble? ikke funnet|ikke fundet|finnes ikke|finst ikkje"
    r"|hittades inte|finns inte|fannst ekki|ei leitud|ei löydy|nem található|bulunamadı|tapılmadı|tapylmady"
    r"|nie (?:została )?znalezion\w|nenalezena|nebyla nalezena|nije pronađen\w|ni mogoče najti"
    r"|nerastas|nav atrasta"
    r"|не (?:е )?(?:найден\w*|намерена|најдена|знайсьці|знайшлі|знайден\w*)|табылмаган|δεν βρέθηκε"
    r"|njejo se namakał|njeje so namakała|ne renkontresis|haujapatikana|haukupatikana|ní bhfuarthas"
    r"|n['’]eo ket bet kavet|s['’]ha pogut trobar|s['’]alcontró"
)
_SPACELESS = (
    r"(?:页面|頁面|网页|網頁|文章|内容|內容|地址).{0,8}(?:不存在|没有找到|沒有找到|未找到|找不到|已删除|已刪除|无法访问)"
    r"|(?:找不到|未找到|没有找到|無法找到|无法找到).{0,8}(?:页面|頁面|网页|網頁|文章|内容)"
    r"|ページが(?:見つかり|存在し)ません|페이지를 찾을 수 없"
    r"|الصفحة غير موجودة|صفحه.{0,24}(?:یافت|پیدا) نشد|(?:דף|העמוד).{0,12}(?:לא|אינו) (?:נמצא|קיים)"
    r"|पृष्ठ (?:नहीं मिला|लापता)|পৃষ্ঠা পাওয়া যায়নি"
)
NOT_FOUND = re.compile(
    rf"\b(?:{_PAGE})\b[^.!?\n]{{0,40}}?(?:{_LOST})|(?:{_LOST})[^.!?\n]{{0,24}}?\b(?:{_PAGE})\b"
    r"|\b(?:(?:error|fehler|erreur|http|status)\W{0,3}(?:404|410)\b"
    r"|(?:404|410)\W{0,3}(?:error|fehler|not found|nicht gefunden|页面|頁面))"
    r"|^\W*(?:404|410)\W*$"
    r"|^\W*(?:404|not found|nicht gefunden|seite fehlt|no results|keine treffer|page gone|oops|hoppla|ups)\b"
    rf"|{_SPACELESS}",
    re.IGNORECASE | re.MULTILINE,
)

FOR_SALE = re.compile(
    r"domain\w*.{0,60}?(?:for sale|zum verkauf|zu verkaufen|is parked|ist geparkt|has expired"
    r"|may be available)"
    r"|(?:buy|purchase|get|acquire|kaufen|erwerben).{0,16}?\bdomain|domain.{0,16}?(?:kaufen|erwerben)"
    r"|(?:make|submit) an offer|kaufpreis anfragen|premium domain|parked (?:free|domain)|domain parking"
    r"|(?:域名|此域名|本域名).{0,10}(?:出售|转让|轉讓|过期|到期)|(?:购买|收购|出售).{0,6}域名",
    re.IGNORECASE,
)
# Addresses and scripts of the houses that park and sell names, in the markup of their pages.
PARKING_HOUSES = re.compile(
    r"sedoparking|sedo\.com|parkingcrew|afternic|hugedomains|\bdan\.com|bodis\.com|above\.com|undeveloped\.com"
    r"|parklogic|domainmarket|uniregistry|godaddy\.com/(?:domainsearch|forsale)|dynadot\.com/market|namecheap\.com/market"
    r"|4\.cn/|porkbun\.com/(?:checkout|products)|/adsense/domains/|caf\.js",
    re.IGNORECASE,
)
# What hijacked names are used for.
SPAM = re.compile(
    r"\b(?:casinos?|slots?|slot gacor|gacor|togel|judi|sportwetten|wettbonus|freispiele|betting|bookmakers?"
    r"|poker|jackpot|viagra|cialis|escorts?|payday loans?|replica watches|crypto airdrop)\b"
    r"|博彩|娱乐城|娛樂城|赌场|賭場|老虎机|彩票平台|棋牌",
    re.IGNORECASE,
)
NEEDS_SCRIPTS = re.compile(
    r"(?:enable|activate|requires?|need) (?:\w+ ){0,3}javascript"
    r"|javascript (?:\w+ ){0,4}(?:enabled|required|aktivier\w*|benötigt)"
    r"|aktivieren sie (?:\w+ ){0,3}javascript|(?:启用|啟用|开启) ?javascript",
    re.IGNORECASE,
)
SCRIPTED_ROOT = re.compile(
    r"<(?:div|main|section)[^>]{0,80}\bid\s*=\s*[\"']?(?:root|app|__next|__nuxt|svelte|react-root)\b|<app-root|\bng-app\b",
    re.IGNORECASE,
)
MAINTENANCE = re.compile(
    r"\b(?:under|scheduled|planned|down for) maintenance|maintenance mode|back (?:soon|shortly|online)"
    r"|temporarily (?:unavailable|down|offline)|wartungs(?:arbeiten|modus)|in wartung|gewartet"
    r"|vorübergehend (?:nicht erreichbar|nicht verfügbar)|(?:系统|系統|网站|網站).{0,4}维护|維護中|维护中",
    re.IGNORECASE,
)
# Segments of addresses to which visitors are sent to sign in, agree or pay.
GATES = frozenset(
    "login log-in signin sign-in sso auth authorize authenticate anmelden anmeldung einloggen konto"
    " account session"
    " consent consents cmp privacy-gate cookiewall cookie-consent paywall subscribe abo register registrieren"
    " denglu".split()
)
