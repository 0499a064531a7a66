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
    r"|(?:पृष्ठ|पेज) (?:नहीं मिला|लापता)|पान (?:मिळाले|सापडले) नाही"
    r"|(?:পৃষ্ঠা|পাতা).{0,24}পাও(?:য়|য\u09bc)া যা(?:য়|য\u09bc)নি"
    r"|ਸਫ਼?ਾ ਨਹੀਂ (?:ਲੱਭਿਆ|ਮਿਲਿਆ)|ಪುಟ.{0,12}(?:ಸಿಗಲಿಲ್ಲ|ಕಂಡುಬಂದಿಲ್ಲ)|(?:పుట|పేజీ)\s+(?:దొరకలేదు|కనబడలేదు|కనుగొనబడలేదు)"
    r"|പേജ്.{0,12}കണ്ടെത്താ(?:നായില്ല|(?:ന്\u200d|ൻ) കഴിഞ്ഞില്ല)|பக்கம்.{0,12}(?:கிடைக்கவில்லை|காணப்படவில்லை|இல்லை)"
    r"|பக்கத்தைக் காணவில்லை|પૃષ્ઠ.{0,8}મળ્યું નથી|بەت تېپىلمىدى|پەڕە.{0,12}نەدۆزرایەوە|صفحہ نہیں ملا"
    r"|không (?:thể )?tìm thấy.{0,12}trang|trang.{0,24}không (?:tồn tại|tìm thấy)|ไม่พบ(?:หน้า|เพจ)"
    r"|រក(?:មិនឃើញ|ពុំឃើញ)|ទំព័រ.{0,40}(?:ពុំមាន|មិនមាន)"
    r"|(?:halaman|laman).{0,16}tidak (?:dapat )?(?:ditemukan|dijumpai)|გვერდი ვერ მოიძებნა|էջը չի գտնվել"
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
    r"\b(?:under|scheduled|planned|down for) maintenance|undergoing maintenance|maintenance mode"
    r"|\bwe(?:['’]ll| will) be (?:right )?back\b|back (?:soon|shortly|online)"
    r"|temporarily (?:unavailable|down|offline)|wartungs(?:arbeiten|modus)|in wartung|gewartet"
    r"|vorübergehend (?:nicht erreichbar|nicht verfügbar)|(?:系统|系統|网站|網站).{0,4}维护|維護中|维护中",
    re.IGNORECASE,
)
# Errors of the server itself, told with a status that says all is well.
SERVER_ERROR = re.compile(
    r"^\W*(?:error )?50[0-4]\b.{0,3}(?:bad gateway|gateway time-?out|internal server|service)"
    r"|^\W*(?:bad gateway|internal server error|service (?:temporarily )?unavailable)\b"
    r"|error establishing a database connection|^\W*database (?:connection )?error\b"
    r"|ein (?:technischer|interner) (?:server)?fehler (?:ist )?aufgetreten"
    r"|系统(?:繁忙|错误|异常)|服务器(?:繁忙|错误|异常|开小差)|網站(?:忙碌|異常)",
    re.IGNORECASE | re.MULTILINE,
)
# Walls that stand at the page's own address, and the fields and signs in their markup.
PASSWORD = re.compile(r"<input[^>]{0,200}\btype\s*=\s*[\"']?password", re.IGNORECASE)
SIGN_IN = re.compile(
    r"\b(?:log|sign)[ -]?(?:in|on)\b|\banmelde\w*|\beinlogg\w*|\bregistrier\w*|登[录錄入]|\bconnexion\b"
    r"|\bconnecter\b|iniciar sesi[oó]n|\baccedi\b|\binloggen\b|zaloguj|войти",
    re.IGNORECASE,
)
# In the markup of pages that are closed.
LOCKED = re.compile(
    r"\"isAccessibleForFree\"\s*:\s*\"?false|class\s*=\s*[\"'][^\"']{0,200}\bpaywall"
    r"|content_tier[\"']\s+content\s*=\s*[\"']locked",
    re.IGNORECASE,
)
# Words and signs of pages that may be closed; menus and footers do not hold them.
OFFER = re.compile(
    r"(?:subscribe|sign up|register|log ?in|create a free account) (?:now )?to (?:continue|keep|read)"
    r"|subscribers? only|for subscribers|already a subscriber|to continue reading"
    r"|(?:weiterlesen|weiter lesen) mit|jetzt weiterlesen|um weiterzulesen"
    r"|jetzt abonnieren|(?:nur|exklusiv) für (?:abonnent|mitglieder)|bereits abonnent|mit einem abo lesen"
    r"|abonnent\w* vorbehalten|limit (?:an )?kostenlose|limit of (?:your )?free|while we verify access"
    r"|free account to (?:read|continue)|réservée? aux abonnés|订阅后|付费(?:阅读|内容)|登录后(?:阅读|查看)"
    r"|\bpiano-(?:inline|offer)|\btp-(?:modal|container)|name\s*=\s*[\"']paywall",
    re.IGNORECASE,
)
# What else is said where a text was cut off, in the text itself.
SUBSCRIBE = re.compile(
    r"\bsubscri(?:be|bers?|ption)\b|\bfree account\b|free articles|verify access"
    r"|weiter ?(?:zu)?lesen|abonnent|abonnier|abonnement|\babo\b|ganzen? artikel|kostenlose\w* artikel"
    r"|abonnés|付费|付費|订阅|訂閱|会员|會員",
    re.IGNORECASE,
)
COOKIES = re.compile(r"\bcookies?\b|\btracking\b", re.IGNORECASE)
CONSENT = re.compile(
    r"\baccept (?:all|and|cookies)|\bi agree\b|\bagree and\b|\breject all\b|\bbefore you continue\b"
    r"|akzeptieren|\bzustimm\w*|\beinwillig\w*|\bpur-abo\b|tout accepter|aceptar todo|accetta tutt"
    r"|同意并|接受全部",
    re.IGNORECASE,
)
# Before they show anything: how old are you?
AGE = re.compile(
    r"\b(?:are you|you must be|sind sie|bist du) (?:(?:at least|over|older than|mindestens|schon|über) )?"
    r"(?:16|18|21)\b"
    r"|\bage verification\b|\baltersprüfung\b|\baltersverifikation\b|(?:是否)?已?(?:年)?满18|未满18",
    re.IGNORECASE,
)
NAME_FIELD = re.compile(
    r"<input[^>]{0,200}\b(?:type\s*=\s*[\"']?email|name\s*=\s*[\"']?(?:user|login|email|identifier))",
    re.IGNORECASE,
)
HUMAN = re.compile(
    r"(?:verify|confirm|prove|check\w*|make sure) (?:that )?(?:you(?:['’]re| are)) (?:a )?(?:human|not a)"
    r"|are you (?:a )?(?:human|robot)|i['’]?m not a robot|press (?:and|&) hold|unusual traffic"
    r"|(?:dass )?sie (?:ein mensch|kein roboter) sind|sind sie (?:ein mensch|kein roboter)|\bkein roboter\b"
    r"|(?:solve|complete|löse\w*) (?:the|das|dieses) captcha|人机验证|滑动验证|验证您是|证明您不是机器人",
    re.IGNORECASE,
)
# Rooms to wait in, and pages that want another browser, or something done in it, before they show anything.
FIRST = re.compile(
    r"\byou(?: are|['’]re) now in (?:line|the queue)|\bestimated wait|\bwaiting room\b|\bqueue-it\b"
    r"|\bwarteraum\b|\bin der warteschlange\b|排队等候|正在排队"
    r"|\b(?:turn off|disable|pause|deaktivier\w*|schalten)\b[^.!?\n]{0,60}\b(?:ad ?-?|werbe)block"
    r"|\b(?:ad ?-?|werbe)block[^.!?\n]{0,60}\b(?:turn off|disable|deaktivier\w*|(?:aus|ab)schalten)"
    r"|\bbrowser (?:is )?(?:not|no longer) supported\b|\bunsupported browser\b"
    r"|\bbrowser wird (?:leider )?nicht (?:mehr )?unterstützt"
    r"|\be-?mail[^.!?\n]{0,30}um (?:diesen|den|die|weiter)[^.!?\n]{0,20}zu ?lesen"
    r"|\benter your e-?mail[^.!?\n]{0,30}to (?:read|continue)",
    re.IGNORECASE,
)
ELSEWHERE = re.compile(
    r"(?:not|n['’]t|un)\s?(?:currently )?(?:available|accessible) (?:in|to (?:users|visitors) in|from|for) "
    r"(?:your (?:region|country|location|area)|the (?:EU|EEA|European))"
    r"|European Economic Area|\bgeo-?block\w*"
    r"|in (?:ihrem|deinem|ihrer|deiner) (?:land|region) (?:leider )?nicht (?:verfügbar|abrufbar)"
    r"|(?:您|你)所在的?(?:地区|国家)",
    re.IGNORECASE,
)
# Parts of addresses at which sites say "not found".
ERROR_PAGES = frozenset(
    "404 error error404 404error errors not-found notfound page-not-found pagenotfound not_found"
    " seite-nicht-gefunden nicht-gefunden fehler fehlerseite".split()
)
# Segments of addresses to which visitors are sent to sign in, agree or pay.
GATES = frozenset(
    "login log-in signin sign-in sso auth authorize authenticate anmelden anmeldung einloggen konto"
    " account session"
    " consent consents cmp privacy-gate cookiewall cookie-consent paywall subscribe abo register registrieren"
    " denglu".split()
)
