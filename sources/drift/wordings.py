"""PURE: words by which pages give themselves away. They raise a suspicion and decide nothing."""

import re

# "Not found" and "does not exist" where they stand near a word for page, article or address; error numbers.
_PAGE = (
    r"page|article|document|file|url|content|story|resource"
    r"|seite|artikel|beitrag|dokument|inhalt|datei|adresse|säit|side"
    r"|pagin[aăe]|página|pàgina|páxina|pagino|paĝo|article|contenu|contenido|conteúdo|contenuto"
    r"|artículo|artigo"
    r"|страниц\w*|бачын\w*|старонк\w*|сторінк\w*|сәхифә|бет|барак|хуудас|саҳифа|фарс|материал\w*"
    r"|стат[ьт]\w*"
    r"|stron[aęy]|stránk[auy]|stran\w*|sid[ae]n?|síða\w*|lehte|lehekül\w*|lap[au]\w*|puslapi[so]|sahypa\w*"
    r"|sahifa\w*"
    r"|səhifə|sayfa\w*|sivu[an]?|oldal|orri\w*|bladsy|bok|ukurasa|leathanach|duilleag|dudalen|pajenn|bajenn"
    r"|trang|faq(?:e|ja)|pahina|asebtar|σελίδα|էջ\w*"
)
_LOST = (
    r"not (?:be )?found|cannot be found|can['’]t be found|could ?n[o']t (?:be )?f(?:ind|ound)"
    r"|does ?n[o'’]t exist|no longer (?:exists?|available)|has been (?:removed|deleted)"
    r"|is ?n[o'’]t available"
    r"|is unavailable|missing"
    r"|nicht (?:mehr )?(?:gefunden|vorhanden|verfügbar|existier\w*|auffindbar)|existiert (?:leider )?nicht"
    r"|(?:wurde|ist) (?:leider )?(?:gelöscht|entfernt)|konnte (?:leider )?nicht gefunden|net fonnt|net fûn"
    r"|introuvable|n['’]existe (?:pas|plus)|(?:non|pas|pu être) trouvée?"
    r"|n['’](?:avons|a) (?:pas|plus) trouvé"
    r"|non (?:è stat[ao] )?trovat\w|non esiste"
    r"|no (?:ha sido |fue )?encontrad\w|no existe|no se (?:\w+ )?(?:encontr\w+|pudo encontrar)"
    r"|no pudo ser encontrad\w"
    r"|não (?:\w+ (?:ser )?)?encontr\w+|não existe|non (?:se )?atop\w+|inexistent\w"
    r"|nu (?:a|am) (?:\w+ )?găsit\w*|nu (?:poate fi|a putut fi) găsit\w*|nu există"
    r"|niet (?:worden )?gevonden|bestaat niet|nie gevind"
    r"|ble? ikke funnet|ikke (?:blive )?(?:fundet|finde\w*|funnet)|fin[dn]es ikke|finst ikkje|fant ikke"
    r"|fann ikkje"
    r"|hittades inte|finns inte|inte hitta\w*|fannst ekki"
    r"|ei (?:leitud|leidnud|löydy|löytynyt|ole olemassa)|nem (?:található|létezik)|nincs ilyen"
    r"|bulun(?:a)?m(?:adı|uyor|ıyor)|mevcut değil|tapılmadı|tapylmady|topilmadi"
    r"|nie (?:została )?(?:znalezion\w|odnalezion\w)|nie (?:znaleziono|istnieje)"
    r"|n(?:e)?naj?den\w*|nenalezen\w*|neb(?:yla|ola)\b[^.!?\n]{0,16}?n(?:alezena|ájdená)|nenájden\w*"
    r"|neexistuje"
    r"|nepodařilo se (?:nám )?naj[ií]t"
    r"|nij[ae] (?:\w+ )?pronađen\w*|ni (?:mogoče najti|bil[ao]? najden\w*)|ne (?:postoji|obstaja)"
    r"|nerast\w*|neegzistuoja|nav atra\w+|nav atrodam\w*|neeksistē"
    r"|не (?:е |была? )?(?:найден\w*|намерен\w*|најден\w*|пронајден\w*|знайсьці"
    r"|знайшлі|знойдзен\w*|знайден\w*)"
    r"|није (?:пронађен\w*|нађен\w*)|не (?:существует|существуе|існує|існуе|постои|постоји|съществува)"
    r"|немагчыма знайсьці"
    r"|не (?:смогли|удалось|вдалося|можем|успяхме|може) (?:\w+ ){0,3}?(?:найти|знайти|намерим|намерен\w*)"
    r"|табыл(?:ма\w+|ба\w+|ган жок)|олдсонгүй|ёфт нашуд|нӕ зыны"
    r"|δεν (?:βρέθηκε|υπάρχει|μπορεί να βρεθεί)"
    r"|njejo se namakał|njeje so namakała|njeda(?:jo)? s[eo] namaka[ść]|ne renkontresis"
    r"|ne (?:estis )?trovit\w"
    r"|haujapatikana|haukupatikana|ní bhfuarthas"
    r"|ni ddarganfyddwyd|n['’]eo ket bet kavet|s['’]ha pogut trobar|s['’]alcontró"
    r"|ezin da aurkitu|s['’]u gjet|nuk u gjet|hindi (?:na)?(?:hanap|mahanap|matagpuan)|ulac|գտնված չէ"
    r"|չի գտնվել|չգտնվեց"
)
# Where the two are not told apart by blanks, or one stands within the other.
_WHOLE = (
    r"(?:页面|頁面|网页|網頁|文章|内容|內容|地址).{0,8}(?:不存在|没有找到|沒有找到|未找到|找不到|已删除|已刪除"
    r"|无法访问)"
    r"|(?:找不到|未找到|没有找到|無法找到|无法找到|沒有).{0,8}(?:页面|頁面|网页|網頁|文章|内容)"
    r"|(?:ページ|記事)[がは].{0,6}(?:見つかり|存在し|あり)ません"
    r"|(?:페이지|문서).{0,6}(?:찾을 수 없|존재하지 않|없습니다)"
    r"|الصفحة (?:غير|.{0,24}(?:لم|لا))"
    r"|(?:تعذّ?َ?ر العثور على|لم (?:نعثر|نتمكن|يتم العثور)).{0,24}الصفحة|تعذ.{0,3}ر العثور"
    r"|صفحه.{0,24}(?:یافت|پیدا) نشد|(?:דף|העמוד).{0,16}(?:לא|אינו) (?:נמצא|קיים)"
    r"|לא (?:נמצא|מצאנו).{0,12}(?:דף|עמוד)"
    r"|(?:पृष्ठ|पेज).{0,24}(?:नहीं (?:मिल|पाया)|लापता|भेटिएन|फेला पार्न सकिएन)|पान (?:मिळाले|सापडले) नाही"
    r"|(?:পৃষ্ঠা|পাতা).{0,24}(?:পাও(?:য়|য়)া যা(?:য়|য়)নি|নেই)"
    r"|ਸਫ਼?ਾ ਨਹੀਂ (?:ਲੱਭਿਆ|ਮਿਲਿਆ)|ಪುಟ.{0,12}(?:ಸಿಗಲಿಲ್ಲ|ಕಂಡುಬಂದಿಲ್ಲ)"
    r"|(?:పుట|పేజీ)\s+(?:దొరకలేదు|కనబడలేదు|కనుగొనబడలేదు)"
    r"|പേജ്.{0,12}കണ്ടെത്താ(?:നായില്ല|(?:ന്‍|ൻ) കഴിഞ്ഞില്ല)"
    r"|பக்கம்.{0,12}(?:கிடைக்கவில்லை|காணப்படவில்லை|இல்லை)"
    r"|பக்கத்தைக் காணவில்லை|પૃષ્ઠ.{0,8}મળ્યું નથી|بەت تېپىلمىدى|پەڕە.{0,16}نەدۆزرایەوە|ناتوانرێت پەڕە"
    r"|صفحہ (?:نہیں|نھیں) ملا"
    r"|không (?:thể )?tìm thấy.{0,16}trang|trang.{0,24}không (?:tồn tại|tìm thấy)|ไม่พบ(?:หน้า|เพจ)"
    r"|រក(?:មិនឃើញ|ពុំឃើញ)|ទំព័រ.{0,40}(?:ពុំមាន|មិនមាន)|စာမျက်နှာ.{0,24}မတွေ့|ገጹ.{0,16}(?:የለም|አልተገኘም)"
    r"|(?:halaman|laman).{0,32}tidak (?:dapat |bisa )?(?:ditemukan|dijumpai|ada|tersedia)"
    r"|გვერდი.{0,24}ვერ მოიძებნა"
    r"|\bkunde inte [^.!?\n]{0,24}sidan hittas|\bfannst [^.!?\n]{0,16}síða ekki"
    r"|\bcha (?:do lorg|deach)[^.!?\n]{0,12}duilleag"
    r"|\bníorbh fhéidir [^.!?\n]{0,8}leathanach [^.!?\n]{0,16}aimsiú"
    r"|\bez(?:in)? da [^.!?\n]{0,8}orri\w* aurkitu"
)
NOT_FOUND = re.compile(
    rf"\b(?:{_PAGE})\b[^.!?\n]{{0,40}}?(?:{_LOST})|\b(?:{_LOST})[^.!?\n]{{0,24}}?\b(?:{_PAGE})\b"
    r"|\b(?:(?:error|fehler|erreur|http|status)\W{0,3}(?:404|410)\b"
    r"|(?:404|410)\W{0,3}(?:error|fehler|not found|nicht gefunden|页面|頁面))"
    r"|^\W*(?:404|410)\W*$"
    r"|^\W*(?:404|not found|nicht gefunden|seite fehlt|no results|keine treffer|page gone|oops|hoppla|ups)\b"
    rf"|{_WHOLE}",
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
    r"sedoparking|sedo\.com|parkingcrew|afternic|hugedomains|\bdan\.com|bodis\.com|above\.com"
    r"|undeveloped\.com"
    r"|parklogic|domainmarket|uniregistry|godaddy\.com/(?:domainsearch|forsale)|dynadot\.com/market"
    r"|namecheap\.com/market"
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
    r"\"isAccessibleForFree\"\s*:\s*\"?false|class\s*=\s*(?:[\"'][^\"']{0,200}\b)?paywall"
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
    r"|\byou(?:['’]re| are) (?:at least|over|older than) (?:16|18|21)\b"
    r"|\bage (?:check|gate|verification)\b|\balters(?:prüfung|verifikation)\b|(?:是否)?已?(?:年)?满18|未满18",
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
    r"|(?:solve|complete|löse\w*) (?:the|das|dieses) captcha"
    r"|人机验证|滑动验证|安全验证|完成.{0,8}验证|验证您是|证明您不是机器人",
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
    r"(?:your (?:region|country|location|area)|(?:the|most|some) (?:EU|EEA|European))"
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
