"""The words of the form in Turkish. No native speaker has read them yet: docs/import.md."""

from consent.texts.wording import FormWords, Wording

FORM = FormWords(
    "Türkçe",
    "Siz seçersiniz. Hayır da olur. Cevabınızı her gün değiştirebilirsiniz.",
    "Cevap yoksa fotoğraf da yok.",
    "Evet",
    "Hayır",
    "Adınızı ve soyadınızı yazıp imzalayın.",
)
WORDS = {
    "portal_group": Wording(
        "Bu portaldaki fotoğraflar",
        "Onları yalnızca grubun anne babaları, giriş yaptıktan sonra görür.",
        "Öğretmen teknik dersinin fotoğraflarını koyar. Çocuğunuz birinde vardır ve kim olduğu bellidir.",
    ),
    "name": Wording(
        "Bir mesajda veya fotoğrafta ad",
        "Mesajı veya fotoğrafı görebilen, adı da okur. Soyadını hiç yazmayız.",
        "“Ilias ile Tess’in tırtılları kelebek oldu.”",
    ),
    "portal_school": Wording(
        "Okulun bütün anne babaları için fotoğraflar",
        "Onları bütün grupların anne babaları, giriş yaptıktan sonra görür.",
        "Bütün okula giden mesajda yaz şenliğinden bir fotoğraf.",
    ),
    "class_photo": Wording(
        "Sınıf fotoğrafı",
        "Grubun anne babaları fotoğrafı alır, kâğıtta da.",
        "Okul fotoğrafçısı bütün grubun bir fotoğrafını çeker. Grubun bütün anne babaları onu isteyebilir.",
    ),
    "website": Wording(
        "Okulun internet sitesindeki fotoğraflar",
        "Onları internette herkes görebilir. Yalnızca okul müdürlüğü koyar.",
        "Sitemizde okul bahçesinin bir fotoğrafı. Tanımadığınız insanlar da onu saklayabilir.",
    ),
    "newsletter": Wording(
        "E-posta bülteninde fotoğraflar",
        "E-postayı bütün anne babalar alır. Alan, başkasına gönderebilir.",
        "Haziran bülteninde spor gününden bir fotoğraf.",
    ),
    "guide_print": Wording(
        "Okul rehberinde, broşürde veya takvimde fotoğraflar",
        "Onları herkes görebilir, kâğıtta da. Basılanı geri alamayız.",
        "Okul rehberinin kapağında kitap okuyan iki çocuğun fotoğrafı.",
    ),
    "social_media": Wording(
        "Okulun sosyal medyasındaki fotoğraflar",
        "Onları herkes görebilir. Başka bir şirket saklar.",
        "Okulun sayfasında Noel korosunun bir fotoğrafı.",
    ),
    "contact_list": Wording(
        "Grup listesinde adres ve telefon numarası",
        "Listeyi yalnızca grubun anne babaları alır.",
        "Başka bir anne ya da baba, çocuklar birlikte oynasın diye sizi arar.",
    ),
    "training_video": Wording(
        "Bir eğitim için film çekimi",
        "Filmi yalnızca o eğitimden size adını söylediğimiz kişiler görür.",
        "Bir stajyer dersi filme alır ve danışmanıyla birlikte izler.",
    ),
}
