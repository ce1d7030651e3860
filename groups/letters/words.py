"""The words of the letter, in each language that the fonts can write. Who has read which: docs/import.md."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """One language. ``{name}``, ``{school}``, ``{address}``, ``{day}`` and ``{phone}`` are filled in."""

    hello: str
    intro: str
    steps: tuple[str, str, str]
    code_label: str
    name_label: str
    until: str
    alone: str
    call: str
    ask: str


WORDS = {
    "nl": Words(
        hello="Dag {name},",
        intro="{school} heeft een portaal. Daar lees je het nieuws van de groep van je kind. Je kunt er ook reageren. "
        "Een e-mailadres heb je niet nodig.",
        steps=("Ga naar {address} of scan de QR-code.", "Typ de code.", "Kies een wachtwoord. Je bent binnen."),
        code_label="Je code",
        name_label="Je aanmeldnaam",
        until="De code werkt één keer, tot en met {day}.",
        alone="De code is alleen voor jou. Bewaar je aanmeldnaam.",
        call="Lukt het niet? Bel de school: {phone}. We helpen je op weg.",
        ask="Lukt het niet? Vraag het op school. We helpen je op weg.",
    ),
    "en": Words(
        hello="Hello {name},",
        intro="{school} has a portal. There you read the news of your child’s group. You can react to it too. "
        "You do not need an e-mail address.",
        steps=("Go to {address} or scan the QR code.", "Type the code.", "Choose a password. You are in."),
        code_label="Your code",
        name_label="Your sign-in name",
        until="The code works once, up to and including {day}.",
        alone="The code is only for you. Keep your sign-in name.",
        call="Does it not work? Call the school: {phone}. We will help you.",
        ask="Does it not work? Ask at school. We will help you.",
    ),
    "de": Words(
        hello="Guten Tag {name},",
        intro="{school} hat ein Portal. Dort lesen Sie die Nachrichten aus der Klasse Ihres Kindes. "
        "Sie können auch antworten. Eine E-Mail-Adresse brauchen Sie nicht.",
        steps=(
            "Gehen Sie zu {address} oder scannen Sie den QR-Code.",
            "Geben Sie den Code ein.",
            "Wählen Sie ein Passwort. Fertig.",
        ),
        code_label="Ihr Code",
        name_label="Ihr Anmeldename",
        until="Der Code gilt einmal, bis einschließlich {day}.",
        alone="Der Code ist nur für Sie. Bewahren Sie Ihren Anmeldenamen gut auf.",
        call="Klappt es nicht? Rufen Sie die Schule an: {phone}. Wir helfen Ihnen.",
        ask="Klappt es nicht? Fragen Sie in der Schule. Wir helfen Ihnen.",
    ),
    "fr": Words(
        hello="Bonjour {name},",
        intro="{school} a un portail. Vous y lisez les nouvelles de la classe de votre enfant. "
        "Vous pouvez aussi y répondre. Vous n’avez pas besoin d’adresse e-mail.",
        steps=(
            "Allez sur {address} ou scannez le code QR.",
            "Tapez le code.",
            "Choisissez un mot de passe. C’est fait.",
        ),
        code_label="Votre code",
        name_label="Votre nom de connexion",
        until="Le code marche une seule fois, jusqu’au {day} inclus.",
        alone="Le code est seulement pour vous. Gardez bien votre nom de connexion.",
        call="Un problème ? Appelez l’école : {phone}. Nous vous aidons.",
        ask="Un problème ? Demandez à l’école. Nous vous aidons.",
    ),
    "es": Words(
        hello="Hola, {name}:",
        intro="{school} tiene un portal. Allí puede leer las noticias del grupo de su hijo o hija. "
        "También puede responder. No necesita correo electrónico.",
        steps=(
            "Vaya a {address} o escanee el código QR.",
            "Escriba el código.",
            "Elija una contraseña. Ya está dentro.",
        ),
        code_label="Su código",
        name_label="Su nombre de usuario",
        until="El código funciona una sola vez, hasta el {day} incluido.",
        alone="El código es solo para usted. Guarde bien su nombre de usuario.",
        call="¿No funciona? Llame a la escuela: {phone}. Le ayudamos.",
        ask="¿No funciona? Pregunte en la escuela. Le ayudamos.",
    ),
    "tr": Words(
        hello="Merhaba {name},",
        intro="{school} okulunun bir portalı var. Orada çocuğunuzun grubunun haberlerini okursunuz. "
        "Yorum da yazabilirsiniz. E-posta adresi gerekmez.",
        steps=(
            "{address} adresine gidin veya QR kodunu okutun.",
            "Kodu yazın.",
            "Bir şifre seçin. Artık içeridesiniz.",
        ),
        code_label="Kodunuz",
        name_label="Kullanıcı adınız",
        until="Kod bir kez çalışır. Son gün: {day}.",
        alone="Kod yalnızca sizin içindir. Kullanıcı adınızı saklayın.",
        call="Olmuyor mu? Okulu arayın: {phone}. Size yardım ederiz.",
        ask="Olmuyor mu? Okula sorun. Size yardım ederiz.",
    ),
    "pl": Words(
        hello="Dzień dobry, {name},",
        intro="{school} ma portal. Przeczyta Pani/Pan tam wiadomości z grupy swojego dziecka. "
        "Można też na nie odpowiadać. Adres e-mail nie jest potrzebny.",
        steps=(
            "Proszę wejść na {address} albo zeskanować kod QR.",
            "Proszę wpisać kod.",
            "Proszę wybrać hasło. Gotowe.",
        ),
        code_label="Kod",
        name_label="Nazwa użytkownika",
        until="Kod działa jeden raz, do {day} włącznie.",
        alone="Kod jest tylko dla Pani/Pana. Proszę zachować nazwę użytkownika.",
        call="Nie działa? Proszę zadzwonić do szkoły: {phone}. Pomożemy.",
        ask="Nie działa? Proszę zapytać w szkole. Pomożemy.",
    ),
    "uk": Words(
        hello="Добрий день, {name}!",
        intro="Школа {school} має портал. Там ви читаєте новини групи вашої дитини. "
        "Ви також можете відповідати. Електронна пошта не потрібна.",
        steps=(
            "Перейдіть на {address} або скануйте QR-код.",
            "Введіть код.",
            "Виберіть пароль. Готово.",
        ),
        code_label="Ваш код",
        name_label="Ваше ім’я для входу",
        until="Код діє один раз, до {day} включно.",
        alone="Код лише для вас. Збережіть ім’я для входу.",
        call="Не виходить? Зателефонуйте до школи: {phone}. Ми допоможемо.",
        ask="Не виходить? Запитайте у школі. Ми допоможемо.",
    ),
    "ar": Words(
        hello="مرحبًا {name}،",
        intro="لدى مدرسة {school} بوابة على الإنترنت. تقرؤون فيها أخبار مجموعة طفلكم، ويمكنكم الرد عليها أيضًا. "
        "لا تحتاجون إلى عنوان بريد إلكتروني.",
        steps=(
            "اذهبوا إلى {address} أو امسحوا رمز QR.",
            "اكتبوا الرمز.",
            "اختاروا كلمة مرور. وبذلك تكونون قد دخلتم.",
        ),
        code_label="رمزكم",
        name_label="اسم المستخدم",
        until="يعمل الرمز مرة واحدة، حتى نهاية يوم {day}.",
        alone="الرمز لكم وحدكم. احتفظوا باسم المستخدم.",
        call="هل من مشكلة؟ اتصلوا بالمدرسة: {phone}. سنساعدكم.",
        ask="هل من مشكلة؟ اسألوا في المدرسة. سنساعدكم.",
    ),
    "ti": Words(
        hello="ሰላም {name}፣",
        intro="ቤት ትምህርቲ {school} ፖርታል ኣለዎ። ኣብኡ ዜና ናይ ጉጅለ ውላድኩም ተንብቡ። መልሲ ክትህቡ እውን ትኽእሉ ኢኹም። ናይ ኢመይል ኣድራሻ ኣየድልየኩምን እዩ።",
        steps=(
            "ናብ {address} ኪዱ ወይ ነቲ QR ኮድ ስካን ግበሩ።",
            "ነቲ ኮድ ጽሓፉ።",
            "ፓስዎርድ ምረጹ። ሽዑ ኣቲኹም ኣለኹም።",
        ),
        code_label="ኮድኩም",
        name_label="ናይ መእተዊ ስምኩም",
        until="እቲ ኮድ ሓንሳብ ጥራይ ይሰርሕ፣ ክሳብ {day}።",
        alone="እቲ ኮድ ንዓኹም ጥራይ እዩ። ናይ መእተዊ ስምኩም ዓቅቡ።",
        call="ኣይሰርሕን ድዩ? ናብ ቤት ትምህርቲ ደውሉ፦ {phone}። ክንሕግዘኩም ኢና።",
        ask="ኣይሰርሕን ድዩ? ኣብ ቤት ትምህርቲ ሕተቱ። ክንሕግዘኩም ኢና።",
    ),
}
# A foreign name or number in a text that runs from right to left stands on its own, or it would be read backwards.
FROM_THE_RIGHT = {"ar"}
