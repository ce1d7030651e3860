"""What the children of Het Kiezelpad draw: one function a motif, each in cool and in warm light."""

from collections.abc import Callable

from PIL import Image

from portal.demo.pictures.crayon import Sheet
from portal.demo.pictures.motifs import indoors, journeys, outdoors
from portal.demo.pictures.motifs.palette import CREAM, MINT, ROSE

Draw = Callable[[Sheet, bool], None]

# name: how to draw it, the paper, what is on it
MOTIFS: dict[str, tuple[Draw, str, str]] = {
    "bridge": (journeys.bridge, CREAM, "Een brug van prikkers met een emmer eraan"),
    "river": (journeys.river, CREAM, "Een brug over het water, op pijlers van blokken"),
    "children": (indoors.children, CREAM, "Drie kinderen juichen bij hun werk"),
    "hedgehog": (outdoors.hedgehog, CREAM, "Een egel tussen de herfstbladeren"),
    "autumn": (outdoors.autumn, CREAM, "Een boom die zijn bladeren laat vallen"),
    "lantern": (outdoors.lantern, "#4a5a80", "Drie lampionnen in het donker"),
    "book": (indoors.book, ROSE, "Een open boek op tafel, met boeken ernaast"),
    "bicycle": (journeys.bicycle, CREAM, "Een fiets met een mand op de weg"),
    "gym": (indoors.gym, CREAM, "De gymzaal met wandrek, ringen en mat"),
    "school": (indoors.school, CREAM, "Onze school met de vlag op het dak"),
    "cookies": (indoors.cookies, ROSE, "Een bakplaat vol pepernoten"),
    "space": (journeys.space, "#5a6a94", "Een raket tussen de planeten"),
    "snowman": (outdoors.snowman, "#e8f0f4", "Een sneeuwpop met hoed en sjaal"),
    "sprouts": (outdoors.sprouts, MINT, "Vier potjes met plantjes op de vensterbank"),
    "sums": (indoors.sums, CREAM, "Een staafgrafiek van gekleurde blokken"),
    "music": (indoors.music, ROSE, "Een gitaar, een trommel en een xylofoon"),
    "paint": (indoors.paint, MINT, "Potten verf en een geschilderde regenboog"),
    "circle": (indoors.circle, CREAM, "De klas in de kring, van boven gezien"),
    "bus": (journeys.bus, CREAM, "De bus voor het uitje, met kinderen voor het raam"),
    "garden": (outdoors.garden, CREAM, "De moestuin met sla, wortels en tulpen"),
}


def draw(name: str, warm: bool = False) -> Image.Image:
    """A motif, 1200 by 900 pixels, in cool or warm light; the same picture each time."""
    motif, paper, _ = MOTIFS[name]
    sheet = Sheet(paper, seed=sum(map(ord, name)) + warm)
    motif(sheet, warm)
    return sheet.finished()


def words(name: str) -> str:
    """What is on the picture, in Dutch, for who cannot see it."""
    return MOTIFS[name][2]
