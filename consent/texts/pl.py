"""The words of the form in Polish. No native speaker has read them yet: docs/import.md."""

from consent.texts.wording import FormWords, Wording

FORM = FormWords(
    "Polski",
    "Decyzja należy do Pani/Pana. „Nie” też jest w porządku. Odpowiedź można zmienić każdego dnia.",
    "Bez odpowiedzi nie ma zdjęć.",
    "Tak",
    "Nie",
    "Proszę wpisać imię i nazwisko i podpisać.",
)
WORDS = {
    "portal_group": Wording(
        "Zdjęcia w tym portalu",
        "Widzą je tylko rodzice z grupy, po zalogowaniu.",
        "Nauczycielka zamieszcza zdjęcia z lekcji techniki. Jest na nich Państwa dziecko i widać, kto to jest.",
    ),
    "name": Wording(
        "Imię przy wiadomości lub zdjęciu",
        "Kto może zobaczyć wiadomość lub zdjęcie, czyta też imię. Nigdy nie podajemy nazwiska.",
        "„Z gąsienic, które mają Ilias i Tess, zrobiły się motyle.”",
    ),
    "portal_school": Wording(
        "Zdjęcia dla wszystkich rodziców w szkole",
        "Widzą je rodzice ze wszystkich grup, po zalogowaniu.",
        "Zdjęcie z letniego festynu w wiadomości dla całej szkoły.",
    ),
    "class_photo": Wording(
        "Zdjęcie klasowe",
        "Rodzice z grupy dostają zdjęcie, także na papierze.",
        "Fotograf robi jedno zdjęcie całej grupy. Mogą je zamówić wszyscy rodzice z grupy.",
    ),
    "website": Wording(
        "Zdjęcia na stronie internetowej szkoły",
        "Może je zobaczyć każdy w internecie. Zamieszcza je tylko dyrekcja.",
        "Zdjęcie szkolnego ogrodu na naszej stronie. Mogą je zapisać także osoby, których Państwo nie znają.",
    ),
    "newsletter": Wording(
        "Zdjęcia w biuletynie wysyłanym e-mailem",
        "E-mail dostają wszyscy rodzice. Kto go dostanie, może go przesłać dalej.",
        "Zdjęcie z dnia sportu w czerwcowym biuletynie.",
    ),
    "guide_print": Wording(
        "Zdjęcia w informatorze szkolnym, ulotce lub kalendarzu",
        "Może je zobaczyć każdy, także na papierze. Tego, co wydrukowane, nie możemy cofnąć.",
        "Zdjęcie dwojga czytających dzieci na okładce informatora.",
    ),
    "social_media": Wording(
        "Zdjęcia w mediach społecznościowych szkoły",
        "Może je zobaczyć każdy. Przechowuje je inna firma.",
        "Zdjęcie chóru bożonarodzeniowego na profilu szkoły.",
    ),
    "contact_list": Wording(
        "Adres i numer telefonu na liście grupy",
        "Listę dostają tylko rodzice z grupy.",
        "Inny rodzic dzwoni, żeby umówić dzieci na wspólną zabawę.",
    ),
    "training_video": Wording(
        "Nagranie filmowe do celów szkolenia",
        "Film widzą tylko osoby z tego szkolenia, które Państwu wskażemy.",
        "Praktykantka nagrywa lekcję i ogląda ją z opiekunem.",
    ),
}
