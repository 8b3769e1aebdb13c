"""Body text of eleven languages, written full of the words that furniture is made of, comes out whole."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from textclean.cleaner import Cleaner, load

SAMPLES = Path(__file__).resolve().parents[2] / "corpus_samples"

# Paragraphs, subheads and list items as articles have them; the furniture's own words inside sentences, quotes and headings.
BODIES: dict[str, list[str]] = {
    "de": [
        "Wer den Newsletter abonnieren will, muss in Ellernau erst einmal den Hausmeister finden, denn der führt die Liste von Hand.",
        "Die Werbung und ihre Folgen",
        "„Melden Sie sich für unseren Newsletter an“, stand auf dem Zettel, „und teilen Sie diesen Artikel mit Ihren Nachbarn.“",
        "Den Artikel teilen sich zwei Autoren, die Kommentare schreiben sie getrennt.",
        "Von Menschen und Maschinen",
        "Am 14. Juni 2023 um 17:30 Uhr erstattete der Pächter Anzeige, und seitdem lesen alle im Dorf auch das Kleingedruckte.",
        "Lesen Sie auch zwischen den Zeilen?",
        "– Alle Rechte am Bild hat er sich vorbehalten.",
        "– Weitere Artikel dieser Art darf der Verein nicht verkaufen.",
        "Sind Sie schon Mitglied?",
        "Das Foto: ein Mann am Fluss, dahinter die Fähre, die vor 3 Jahren gesunken ist.",
        "Die wichtigsten Unterlagen schickte er ihr noch am selben Abend per E-Mail.",
        "Die App gibt es seit Montag auch im App Store.",
        "Weiterlesen mit der Brille des Vaters",
        "Mehr zum Thema Wasser hat der Bürgermeister nicht zu sagen, und Kommentare zu dieser Frage weist er zurück.",
    ],
    "fr": [
        "Abonnez-vous, criait le vendeur, et la suite de l'histoire vous sera livrée chaque matin avec le pain et le lait.",
        "La publicité en question",
        "« Inscrivez-vous à notre newsletter », avait écrit la mairie, sans savoir que personne ne lisait ses lettres.",
        "Partager cet article du code entre deux juges ne se fait pas.",
        "Par monts et par vaux",
        "Publié le 9 mai 2023 par un petit éditeur, le livre se vend encore, et les commentaires des libraires sont bons.",
        "Que reste-t-il à lire aussi tard ?",
        "- Temps de cuisson : 4 min",
        "- Lecture à voix haute, 12 minutes par jour",
        "Il vous reste 60 % du chemin, dit le guide en souriant, et le plus facile est derrière vous.",
        "Une photo : un homme devant la halle, prise il y a 2 ans",
        "Recevoir une lettre par courriel ne lui suffisait plus.",
        "Suivez le fleuve, disait-il, et vous trouverez la ville.",
        "Publicité mensongère",
        "Tous droits réservés ou non, le refrain est chanté dans toutes les écoles de la vallée depuis un siècle.",
    ],
    "es": [
        "Suscribirse al boletín del pueblo cuesta una docena de huevos, y quien no los tiene lee el ejemplar del bar.",
        "La publicidad y sus peligros",
        "«Comparte esta noticia con tus vecinos», pedía el cartel, y debajo alguien había escrito: «¿Cuál?»",
        "Comparte piso con dos pescadores y un loro.",
        "Por fin solos",
        "Publicado en 1931, el libro no volvió a imprimirse hasta el 3 de febrero de 2023, cuando una imprenta de Soria lo rescató.",
        "¿Ya eres socio?",
        "- Tiempo de cocción: 4 minutos",
        "- Te recomendamos un paseo por el muelle.",
        "Lo más leído del archivo no son las noticias, sino las esquelas, y los comentarios al margen son de tres manos distintas.",
        "Una foto: dos hermanas en la playa, hace 40 años",
        "Recibe cada mañana las noticias en su correo.",
        "Sigue a sus vecinos en Twitter y les responde.",
        "Sigue leyendo por las noches, como de niño.",
        "Apoya la donación de órganos desde joven.",
        "Todos los derechos reservados al autor, explicó el notario, pasan mañana a sus sobrinos.",
    ],
    "pt": [
        "Assinar a newsletter da paróquia dá direito a um bolo por mês, e por isso a lista tem mais nomes do que a vila.",
        "A publicidade e os seus perigos",
        "“Compartilhe esta notícia”, pedia o cartaz, e embaixo alguém escreveu a lápis: “com quem?”",
        "Partilhe o pão antes de cortar o queijo.",
        "Por fim, a maré",
        "Publicado em 1931, o livro só voltou às livrarias em 22 de agosto de 2022, e os comentários dos leitores foram generosos.",
        "Você já é assinante da vida?",
        "- Tempo de cozimento: 4 minutos",
        "- Leia também a bula antes de tomar o remédio.",
        "As mais lidas da biblioteca são as receitas de dona Iraci, deixe ela um comentário na margem ou não.",
        "Uma foto: duas irmãs na praia, há 40 anos",
        "Recebe as notícias no seu e-mail e apaga tudo.",
        "Segue a prefeitura no Instagram e reclama.",
        "Continue lendo por prazer, aconselha ela.",
        "Apoia a doação de terras há anos.",
        "Todos os direitos do autor passam amanhã para os sobrinhos, explicou o tabelião da cidade.",
    ],
    "it": [
        "Iscriversi alla newsletter del convento è facile, disiscriversi no, perché frate Ottavio risponde a tutti di persona.",
        "La pubblicità e i suoi pericoli",
        "«Condividi questa notizia», diceva il cartello, e sotto qualcuno aveva scritto a matita: «quale?»",
        "Condividi la stanza con un tenore?",
        "Di notte e di nebbia",
        "Pubblicato nel 1931, il libro tornò in libreria l'11 novembre 2021, e i commenti dei lettori furono generosi.",
        "Sei già abbonato alla malinconia?",
        "- Tempo di cottura: 4 minuti",
        "- Leggi anche le note, se hai pazienza.",
        "I più letti della biblioteca sono i ricettari, e chi lascia un commento sul margine paga il caffè a tutti.",
        "Una foto: due sorelle al mare, 40 anni fa",
        "Tutte le notizie arrivano ormai via e-mail.",
        "Segue il convento su Facebook e non commenta mai.",
        "Continua a leggere con la lente, ogni sera.",
        "Scarica la legna davanti al teatro.",
        "La riproduzione riservata ai soci costa due euro, spiega il custode, e tutti i diritti restano al paese.",
    ],
    "nl": [
        "Wie zich inschrijft voor de nieuwsbrief van de veerman krijgt elke maand één zin, en die is niet altijd af.",
        "De advertentie en haar gevolgen",
        "„Deel dit artikel met uw buren”, stond op het bord, en daaronder had iemand gekrabbeld: „welk artikel?”",
        "Deel het deeg in vier stukken.",
        "Door weer en wind",
        "Op 6 april 2024 om 09:30 uur gaf de wethouder een reactie, en sindsdien leest het dorp ook de kleine letters.",
        "Ben je al lid van iets?",
        "- Bereidingstijd: 4 minuten",
        "- Lees ook de bijsluiter voordat u begint.",
        "Het meest gelezen boek van de bibliotheek is een kookboek, en de reacties in de kantlijn zijn van drie handen.",
        "Een foto: twee zussen aan zee, 40 jaar geleden",
        "Elke week stuurt zij een brief per e-mail.",
        "Volg de rivier tot aan de brug.",
        "Verder lezen wilde hij niet.",
        "Reclame voor tabak",
        "Alle rechten op het veer zijn voorbehouden aan de stichting, zegt de notaris, en dat blijft zo.",
    ],
    "pl": [
        "Kto zapisał się na newsletter młyna, dostaje raz w miesiącu jedno zdanie, a czasem tylko przecinek i pozdrowienia.",
        "Reklama i jej skutki",
        "„Udostępnij artykuł sąsiadom”, głosił napis na drzwiach, a pod spodem ktoś dopisał ołówkiem: „który?”",
        "Podziel ciasto na cztery części.",
        "Autor i młynarka",
        "Dnia 17 marca 2023 o 11:05 gmina opublikowała plan, a komentarze mieszkańców wypełniły trzy zeszyty w kratkę.",
        "Masz już konto w niebie?",
        "- Czas gotowania: 4 minuty",
        "- Czytaj także ulotkę, zanim zaczniesz.",
        "Najczęściej czytane są przepisy babci, a kto dodaje komentarz na marginesie, ten piecze następny chleb dla wszystkich.",
        "Zdjęcie: dwie siostry nad morzem, 40 lat temu",
        "Najważniejsze informacje przesłał mailem.",
        "Śledź nas zachwycił, a barszcz rozczarował.",
        "Wspieraj się na lasce, radził jej dziadek.",
        "Opinie biegłych",
        "Wszelkie prawa do młyna zastrzeżone są dla wsi, mówi notariusz, i tak już zostanie na długo.",
    ],
    "ru": [
        "Кто подписался на рассылку библиотеки, раз в месяц получает одну фразу, и та не всегда бывает закончена.",
        "Реклама и её последствия",
        "«Поделитесь новостью с друзьями», — просило объявление, а ниже кто-то приписал карандашом: «какой?»",
        "Поделиться хлебом он не успел.",
        "Автор и его пароход",
        "Опубликовано это письмо было 12 июля 2022 года, и комментарии к нему заняли три тетради в клетку.",
        "Вы уже подписаны на осень?",
        "- Время варки: 4 минуты",
        "- Читайте также этикетку, прежде чем начать.",
        "Самое читаемое в библиотеке — рецепты, и кто оставит комментарий на полях, тот печёт следующий пирог для всех.",
        "Фото: две сестры у моря, 40 лет назад",
        "Самые важные письма он отправил на почту.",
        "Подписаться на рассылку можно у кассира.",
        "Читайте вслух, просила она.",
        "Рекламный щит",
        "Все права на пароход принадлежат деревне, говорит нотариус, и так останется надолго.",
    ],
    "ar": [
        "من اشترك في نشرتنا البريدية قبل عام يعرف أن سليم يكتب جملة واحدة كل شهر، وقد لا يكملها.",
        "الإعلان وما بعده",
        "«شارك هذا المقال مع جيرانك»، هكذا طلبت اللافتة، وتحتها كتب أحدهم بالقلم: «أي مقال؟».",
        "شارك جاره الخبز والملح.",
        "كتب الأطفال وكتب الكبار",
        "نشر الكتاب في 15 أكتوبر 2023 في مطبعة صغيرة، وكانت تعليقات القراء عليه كثيرة وطيبة.",
        "هل أنت مشترك في الحكاية؟",
        "- مدة الطبخ: 4 دقائق",
        "- اقرأ أيضا ورقة الدواء قبل أن تبدأ.",
        "الأكثر قراءة في المكتبة كتب الطبخ، ومن ترك تعليقا على الهامش خبز للجميع في الجمعة التالية.",
        "صورة أختين عند البحر قبل 40 سنة",
        "اشترك في نشرتنا البريدية ألف قارئ.",
        "تلقى الرجل رسالة عبر البريد.",
        "تابعنا المباراة على يوتيوب.",
        "إعلان الحرب",
        "جميع الحقوق في الدراجة محفوظة لأهل الحي، كما يقول الكاتب العدل، وستبقى كذلك.",
    ],
    "ja": [
        "メールマガジンに登録している人は、月に一度だけ短い文を受け取る。書きかけのまま届くこともあるという。",
        "広告のない通り",
        "「この記事をシェアしてください」と貼り紙にあり、その下に鉛筆で「どの記事を」と書き足されていた。",
        "続きを読むには明かりが足りない。",
        "文の力、鐘の力",
        "2023年4月12日に出たこの本には、読者からの感想が三冊のノートいっぱいに寄せられた。",
        "コメントする人はいない",
        "・調理時間は四分",
        "・関連する法律はまだない",
        "会員限定の酒場もあるが、この通りでは登録しなくても並べば食べられると、店主は笑って話した。",
        "写真に写る姉妹、40年前",
        "サイトではクッキーを焼いて売っている。",
        "続きを読む人の列",
        "アプリをダウンロードした人は少ない。",
        "広告塔",
        "無断転載を禁じる紙は、十年前から豆腐屋の壁に貼られたままで、もう誰も読まない。",
    ],
    "zh": [
        "订阅电子报的茶客每个月只收到一句话，而且那句话常常没有写完，大家也不着急。",
        "广告牌下的渡口",
        "“分享到朋友圈”，船舱里贴着这样的纸，下面有人用铅笔写道：“分享什么？”",
        "分享一碗茶的人",
        "作者和他的船",
        "这本书2022年11月8日出版，读者的评论写满了三个本子，编辑一条也没有删去。",
        "扫描二维码的老人",
        "- 煮茶时间：4分钟",
        "- 相关规定贴在舱门旁边",
        "图書館裡最常被閱讀的是食譜，誰在頁邊留言，誰就要為大家煮下一壺茶，這是船上的規矩。",
        "照片里的姐妹，四十年前",
        "关注微博上每一条消息的人",
        "下载客户端的人很少。",
        "他登录后把信读了三遍。",
        "阅读全文的人不多",
        "未经许可，他不得离开渡口，版权所有这四个字刻在船板上，没有人知道是谁刻的。",
    ],
}


@cache
def packs():
    return tuple(load())


@cache
def cleaner(lang: str | None = None) -> Cleaner:
    """All packs, or only those of one language."""
    return Cleaner(packs=[pack for pack in packs() if lang is None or pack.name.startswith(f"{lang}/")])


def clean(text: str, lang: str | None = None) -> str:
    return cleaner(lang).clean(text, guarded=False).text


def samples(lang: str) -> list[str]:
    return [path.read_bytes().decode("utf-8") for path in SAMPLES.glob(f"{lang}-*.clean.txt")]


@pytest.mark.parametrize("gap", ["\n", "\n\n"], ids=["tight", "spaced"])
@pytest.mark.parametrize("lang", BODIES)
def test_body_comes_out_whole(lang, gap):
    text = gap.join(BODIES[lang])
    assert clean(text) == text


@pytest.mark.parametrize("lang", BODIES)
def test_each_line_stays_alone_and_last(lang):
    prose = BODIES[lang][0]
    changed = [line for line in BODIES[lang][1:] for text in (line, f"{prose}\n\n{line}") if clean(text) != text]
    assert not changed


@pytest.mark.parametrize("lang", BODIES)
def test_other_languages_stay_whole(lang):
    """The packs of one language, on the body texts of all others."""
    others = [other for other in BODIES if other != lang]
    texts = ["\n\n".join(BODIES[other]) for other in others] + [text for other in others for text in samples(other)]
    changed = [text for text in texts if clean(text, lang) != text]
    assert not changed


@pytest.mark.parametrize("lang", BODIES)
def test_every_language_has_rules_that_cut(lang):
    """So that the tests above cannot pass because nothing was loaded."""
    rules = [rule for pack in packs() if pack.name.startswith(f"{lang}/") for rule in pack.rules]
    assert {rule.lang for rule in rules} == {lang}
    source = [path.read_bytes().decode("utf-8") for path in SAMPLES.glob(f"{lang}-*.txt") if not path.stem.endswith(".clean")]
    assert source and all(clean(text, lang) != text for text in source)


# What a page leaves of itself around an article, in the default words of blog software and of news sites.
ARTICLE = (
    "Der Fluss führt seit Ostern so wenig Wasser, dass die Fähre von Ellernau nur noch am Morgen übersetzt, und auch das nur bei Westwind."
)
AROUND: dict[str, tuple[list[str], list[str]]] = {
    "de": (
        [
            "Zum Inhalt springen",
            "Menü",
            "Startseite » Lokales » Ellernau",
            "Veröffentlicht am 12. März 2019 von Marlies Bode",
            "Lesezeit: 3 Minuten",
        ],
        [
            "Teilen mit:",
            "Klick, um auf Facebook zu teilen (Wird in neuem Fenster geöffnet)",
            "Gefällt mir Wird geladen …",
            "Dieser Beitrag wurde unter Lokales abgelegt und mit Fluss verschlagwortet. Setze ein Lesezeichen auf den Permalink.",
            "Beitragsnavigation",
            "← Älterer Beitrag",
            "Schreibe einen Kommentar Antworten abbrechen",
            "Deine E-Mail-Adresse wird nicht veröffentlicht. Erforderliche Felder sind mit * markiert",
            "Kommentar *",
            "Impressum | Datenschutz",
        ],
    ),
    "fr": (
        ["Aller au contenu", "Publié le 12 mars 2019 par Marcel Vidal"],
        [
            "Partager :",
            "J’aime chargement…",
            "Articles similaires",
            "Navigation de l’article",
            "Laisser un commentaire Annuler la réponse",
            "Mentions légales | Contact",
        ],
    ),
    "es": (
        ["Saltar al contenido", "Publicado el 12 de marzo de 2019 por Marcela Vidal"],
        [
            "Comparte esto:",
            "Me gusta Cargando...",
            "Entradas relacionadas",
            "Navegación de entradas",
            "Deja una respuesta Cancelar la respuesta",
            "Aviso legal | Contacto",
        ],
    ),
    "it": (
        ["Vai al contenuto", "Pubblicato il 12 marzo 2019 da Marcella Vidali"],
        [
            "Condividi:",
            "Mi piace Caricamento...",
            "Articoli correlati",
            "Navigazione articoli",
            "Lascia un commento Annulla risposta",
            "Note legali | Contatti",
        ],
    ),
    "pl": (
        ["Przejdź do treści", "Opublikowano 12 marca 2019 przez Marta Lorm"],
        [
            "Udostępnij:",
            "Lubię Wczytywanie…",
            "Podobne wpisy",
            "Nawigacja wpisu",
            "Dodaj komentarz Anuluj pisanie odpowiedzi",
            "Regulamin | Kontakt",
        ],
    ),
}


@pytest.mark.parametrize("lang", AROUND)
def test_article_comes_out_of_its_page(lang):
    above, below = AROUND[lang]
    body = [
        ARTICLE,
        ARTICLE.replace("Ostern", "Pfingsten"),
        ARTICLE.replace("Ellernau", "Wendelbrück"),
        ARTICLE.replace("Westwind", "Sonne"),
    ]
    assert clean("\n\n".join([*above, *body, *below])).strip() == "\n\n".join(body)
