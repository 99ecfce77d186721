"""A small programme to search in: a municipal library, far from the real content on purpose."""

from knowledge.search.synonyms import Synonyms
from knowledge.search.word_model import Entry

ENTRIES = (
    Entry(
        "hours",
        "answer",
        {
            "es": [
                "¿A qué hora abre la biblioteca?",
                "horario",
                "¿Están abiertos los domingos?",
                "¿Hasta qué hora puedo quedarme a estudiar?",
                "a que hora cierran",
                "¿Abren en agosto por la tarde?",
            ],
            "en": [
                "What time does the library open?",
                "opening hours",
                "Are you open on Sundays?",
                "Until when can I stay and study?",
                "when do you close",
                "Is it open in the afternoon in August?",
            ],
        },
    ),
    Entry(
        "card",
        "answer",
        {
            "es": [
                "¿Cómo me hago el carné?",
                "carné de lector",
                "¿Qué hace falta para ser socio de la biblioteca?",
                "¿Puede mi hija tener su propia tarjeta?",
                "he perdido el carnet, me dan otro",
                "Acabo de mudarme y quiero darme de alta",
            ],
            "en": [
                "How do I get a library card?",
                "reader card",
                "What do I need to become a member?",
                "Can my daughter have her own card?",
                "i lost my card can i get another",
                "I have just moved here and want to join",
            ],
        },
    ),
    Entry(
        "loans",
        "answer",
        {
            "es": [
                "¿Cuántos libros puedo llevarme?",
                "préstamo de libros",
                "¿Durante cuántos días se presta una novela?",
                "¿Se puede renovar un libro prestado?",
                "cuantas peliculas me puedo llevar a casa",
                "No me va a dar tiempo a terminarlo, ¿puedo alargar el préstamo?",
            ],
            "en": [
                "How many books can I borrow?",
                "book loans",
                "For how many days is a novel lent?",
                "Can I renew a borrowed book?",
                "how many films can i take home",
                "I won't finish it in time, can I extend the loan?",
            ],
        },
    ),
    Entry(
        "fines",
        "answer",
        {
            "es": [
                "¿Qué pasa si devuelvo un libro tarde?",
                "multa por retraso",
                "¿Me sancionan si se me olvida devolverlo?",
                "¿Cuánto se paga por cada día de demora?",
                "lo entregue fuera de plazo, hay castigo",
                "Se me mojó un libro, ¿tengo que pagarlo?",
            ],
            "en": [
                "What happens if I return a book late?",
                "late fine",
                "Will I be punished if I forget to bring it back?",
                "How much is it for each day of delay?",
                "returned after the date, is there a penalty",
                "A book got wet, must I pay for it?",
            ],
        },
    ),
    Entry(
        "parking",
        "unstated",
        {
            "es": ["¿Hay aparcamiento?", "¿Dónde dejo el coche?", "parking para bicicletas", "aparcar cerca"],
            "en": [
                "Is there a car park?",
                "Where do I leave the car?",
                "bicycle parking",
                "park nearby",
            ],
        },
    ),
    Entry(
        "jobs",
        "unstated",
        {
            "es": [
                "¿Tienen ofertas de empleo?",
                "quiero trabajar en la biblioteca",
                "¿Dónde envío mi currículum?",
            ],
            "en": ["Do you have vacancies?", "i want to work in the library", "Where do I send my CV?"],
        },
    ),
    Entry(
        "weather",
        "unrelated",
        {
            "es": ["¿Va a llover?", "qué tiempo hace hoy", "hace calor"],
            "en": ["Will it rain?", "weather today"],
        },
    ),
    Entry("greeting", "smalltalk", {"es": ["hola", "buenos días", "¿qué tal?"], "en": ["hello", "hi there"]}),
    Entry(
        "thanks", "smalltalk", {"es": ["gracias", "muchas gracias"], "en": ["thanks", "thank you very much"]}
    ),
    Entry(
        "robot",
        "smalltalk",
        {
            "es": ["¿eres un robot?", "¿hablo con una máquina?"],
            "en": ["are you a bot?", "is this a machine?"],
        },
    ),
)

SYNONYMS = Synonyms(
    spelling={"es": {"q": "que", "xq": "por que", "biblio": "biblioteca"}, "en": {"u": "you"}},
    concepts={
        "fine": {"es": ["multa", "sanción", "castigo"], "en": ["fine", "penalty", "late fee"]},
        "borrow": {"es": ["llevarse", "préstamo", "tomar prestado"], "en": ["borrow", "loan", "check out"]},
    },
    fillers={"es": ["hola", "buenas", "gracias", "por favor"], "en": ["hello", "please", "thanks"]},
)
