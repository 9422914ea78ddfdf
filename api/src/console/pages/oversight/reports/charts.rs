use super::{
    super::super::super::texts::Texts,
    told::{Buurtteam, Mediaan, Onderdeel, Rapporten, Srw, Telling, Toestemmingen, Trajecten},
};

/// How long the longest bar of a chart is.
const LONGEST: f64 = 100.0;

/// The kinds of report, in the order of the page.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    Trajecten,
    Srw,
    Buurtteam,
    Toestemmingen,
}

/// A chart that is a table as well: every row has its words, its numbers, and a bar for each number that is told.
#[derive(Debug)]
pub(super) struct Chart {
    pub(super) kop: String,
    /// What is counted, where the heading leaves that open.
    pub(super) uitleg: String,
    /// What the column of words holds.
    pub(super) deel: String,
    /// What the columns of numbers hold.
    pub(super) kolommen: Vec<String>,
    pub(super) rows: Vec<Row>,
}

#[derive(Debug)]
pub(super) struct Row {
    pub(super) naam: String,
    pub(super) cells: Vec<Cell>,
}

#[derive(Debug)]
pub(super) struct Cell {
    /// The number, or why it isn't told.
    pub(super) text: String,
    /// How long its bar is, of a hundred; none where it isn't told.
    pub(super) bar: Option<String>,
    value: Option<f64>,
}

impl Kind {
    pub(super) const ALL: [Self; 4] = [Self::Trajecten, Self::Srw, Self::Buurtteam, Self::Toestemmingen];

    /// The room that reports it.
    pub(super) fn logboek(self) -> &'static str {
        match self {
            Self::Trajecten => "trajectbegeleiding",
            Self::Srw => "srw",
            Self::Buurtteam => "buurtteam",
            Self::Toestemmingen => "toestemming",
        }
    }

    fn root(self) -> &'static str {
        match self {
            Self::Trajecten => "trajectRapportage",
            Self::Srw => "srwRapportage",
            Self::Buurtteam => "buurtteamRapportage",
            Self::Toestemmingen => "toestemmingRapportage",
        }
    }

    /// Whether it should be there and isn't. Who may have no report of a kind misses none.
    pub(super) fn is_missing(self, failed: &[(String, String)]) -> bool {
        failed
            .iter()
            .any(|(path, code)| path.contains(self.root()) && code != "PARTIJ_NIET_BEVOEGD")
    }

    /// The charts of each party.
    pub(super) fn parties(self, t: &Texts, told: &Rapporten) -> Vec<(String, Vec<Chart>)> {
        match self {
            Self::Trajecten => each(&told.traject_rapportage, |one| {
                (&one.partij.naam, of_trajecten(t, one))
            }),
            Self::Srw => each(&told.srw_rapportage, |one| (&one.partij.naam, of_srw(t, one))),
            Self::Buurtteam => each(&told.buurtteam_rapportage, |one| {
                (&one.partij.naam, of_buurtteam(t, one))
            }),
            Self::Toestemmingen => each(&told.toestemming_rapportage, |one| {
                (&one.partij.naam, of_toestemmingen(t, one))
            }),
        }
    }
}

fn each<T>(told: &Option<Vec<T>>, read: impl Fn(&T) -> (&String, Vec<Chart>)) -> Vec<(String, Vec<Chart>)> {
    let all = told.iter().flatten().map(read);
    all.map(|(naam, charts)| (naam.clone(), charts)).collect()
}

fn of_trajecten(t: &Texts, one: &Trajecten) -> Vec<Chart> {
    let totals = [
        ("lopend", &one.caseload),
        ("instroom", &one.instroom.totaal),
        ("uitstroom", &one.uitstroom.totaal),
    ];
    let days = one.duur_per_fase.iter();
    let deadlines = one.termijnen.iter().map(|termijn| {
        let cells = vec![number(t, &termijn.gehaald), number(t, &termijn.overschreden)];
        Row::new(t.say_of("termijn", &termijn.code), cells)
    });
    vec![
        Chart::of_totals(t, "trajecten", &totals),
        Chart::of_parts(t, "herkomst", "herkomst", &one.instroom.per_herkomst),
        Chart::of_parts(t, "ingang", "ingang", &one.instroom.per_ingang),
        Chart::of_parts(t, "hulpvraag", "hulpvraag", &one.instroom.per_hulpvraag),
        Chart::of_parts(t, "doorstroom", "fase_naam", &one.doorstroom),
        Chart::of_parts(t, "reden_einde", "uitstroom", &one.uitstroom.per_reden),
        Chart::new(
            t,
            "duur",
            vec![t.say("rapport_kolom.dagen").to_owned()],
            days.map(|duur| {
                let naam = t.say_of("fase_naam", &duur.fase);
                Row::new(naam, vec![median(t, &duur.mediaan)])
            })
            .collect(),
        ),
        Chart::new(
            t,
            "termijnen",
            vec![
                t.say("rapport_kolom.gehaald").to_owned(),
                t.say("rapport_kolom.overschreden").to_owned(),
            ],
            deadlines.collect(),
        ),
    ]
}

fn of_srw(t: &Texts, one: &Srw) -> Vec<Chart> {
    let totals = [
        ("verwijzingen_open", &one.caseload),
        ("ontvangen", &one.ontvangen.totaal),
    ];
    vec![
        Chart::of_totals(t, "verwijzingen", &totals),
        Chart::of_parts(t, "vragen", "vraag_soort", &one.ontvangen.per_soort),
        Chart::of_parts(t, "afgehandeld", "afgehandeld", &one.afgehandeld),
        Chart::new(
            t,
            "antwoordtijd",
            vec![t.say("rapport_kolom.dagen").to_owned()],
            vec![Row::new(
                t.say("rapport_deel.antwoordtijd"),
                vec![median(t, &one.antwoordtijd)],
            )],
        ),
    ]
}

fn of_buurtteam(t: &Texts, one: &Buurtteam) -> Vec<Chart> {
    let totals = [
        ("dossiers_open", &one.caseload),
        ("geopend", &one.geopend),
        ("gesloten", &one.gesloten),
    ];
    vec![Chart::of_totals(t, "dossiers", &totals)]
}

fn of_toestemmingen(t: &Texts, one: &Toestemmingen) -> Vec<Chart> {
    vec![Chart::of_parts(t, "toestemmingen", "besloten", &one.inwoners)]
}

impl Chart {
    fn new(t: &Texts, word: &str, kolommen: Vec<String>, mut rows: Vec<Row>) -> Self {
        let values = rows
            .iter()
            .flat_map(|row| &row.cells)
            .filter_map(|cell| cell.value);
        let most = values.fold(0.0, f64::max);
        for cell in rows.iter_mut().flat_map(|row| &mut row.cells) {
            cell.bar = cell.value.filter(|_| most > 0.0).map(|value| {
                let length = value / most * LONGEST;
                format!("{length:.1}")
            });
        }
        Self {
            kop: t.say_of("rapport_kop", word).to_owned(),
            uitleg: t.say_of("rapport_uitleg", word).to_owned(),
            deel: t.say("rapport_kolom.deel").to_owned(),
            kolommen,
            rows,
        }
    }

    fn of_totals(t: &Texts, word: &str, totals: &[(&str, &Telling)]) -> Self {
        let rows = totals
            .iter()
            .map(|(deel, telling)| Row::new(t.say_of("rapport_deel", deel), vec![number(t, telling)]));
        Self::new(
            t,
            word,
            vec![t.say("rapport_kolom.aantal").to_owned()],
            rows.collect(),
        )
    }

    /// The parts by the words of this section.
    fn of_parts(t: &Texts, word: &str, section: &str, parts: &[Onderdeel]) -> Self {
        let rows = parts
            .iter()
            .map(|part| Row::new(t.say_of(section, &part.deel), vec![number(t, &part.telling)]));
        Self::new(
            t,
            word,
            vec![t.say("rapport_kolom.aantal").to_owned()],
            rows.collect(),
        )
    }
}

impl Row {
    fn new(naam: &str, cells: Vec<Cell>) -> Self {
        Self {
            naam: naam.to_owned(),
            cells,
        }
    }
}

fn number(t: &Texts, telling: &Telling) -> Cell {
    Cell {
        text: match telling.aantal {
            Some(aantal) => aantal.to_string(),
            None => t.say_of("telling", &telling.staat).to_owned(),
        },
        value: telling.aantal.map(f64::from),
        bar: None,
    }
}

fn median(t: &Texts, mediaan: &Mediaan) -> Cell {
    Cell {
        text: match mediaan.dagen {
            Some(dagen) => format!("{dagen}").replace('.', t.say("rapport_kolom.komma")),
            // Of nothing: no phase ended.
            None if mediaan.staat == "GETELD" => t.say("telling.GEEN").to_owned(),
            None => t.say_of("telling", &mediaan.staat).to_owned(),
        },
        value: mediaan.dagen,
        bar: None,
    }
}
