use std::{collections::BTreeSet, fmt::Write};

use rand::{RngExt, seq::IndexedRandom};
use rand_chacha::ChaCha8Rng;
use schakel_tests::app::Answer;
use serde_json::{Map, Value, json};

use super::{
    chance,
    change::Plan,
    ground::{ASKERS, Asker, Groep, Seen},
    world::World,
};
use crate::story::LAMPJE;

/// What somebody asks, about whom.
#[derive(Debug)]
pub struct Question {
    asker: Asker,
    residents: BTreeSet<usize>,
    groepen: BTreeSet<Groep>,
    query: String,
    variables: Value,
    niet_gedeeld: Option<&'static str>,
    /// Whose lamp is followed besides.
    lampje: Option<usize>,
}

/// A field of a record per group, with everything in it.
const FIELDS: [(Groep, &str, &str); 17] = [
    ("TRAJECT_LOOPT", "loopt", "loopt sinds tot"),
    ("TRAJECT_CONTACT", "contact", "naam telefoon email"),
    (
        "TRAJECT_FASE",
        "fase",
        "fase sinds aanmelddatum ingang hulpvraag geschiedenis { fase sinds } crises { start einde }
            uitstroom { datum reden } eerdere { aanmelddatum fase sinds uitstroom { reden } }",
    ),
    ("TRAJECT_TERMIJNEN", "termijnen", "code start einde toestand"),
    (
        "TRAJECT_BETROKKENEN",
        "betrokkenen",
        "contact { naam } rol organisatie taak",
    ),
    (
        "TRAJECT_AFSPRAKEN",
        "afspraken",
        "acties { onderwerp eigenaar uiterlijk gedaanOp } gesprekken { soort datum }",
    ),
    (
        "TRAJECT_BESLUITEN",
        "besluiten",
        "planVanAanpakOp beschikkingen { soort datum } begeleiding { soort start } termijnen { einde }
            oplossing { soort einde } schuldregeling { datum }",
    ),
    (
        "TRAJECT_FINANCIEEL",
        "financieel",
        "totaleSchuld aantalSchuldeisers peildatum vtlb",
    ),
    ("TRAJECT_NAZORG", "nazorg", "start einde producten"),
    (
        "SRW_STATUS",
        "status",
        "verwijzingen { nummer soort route status ingediendOp geaccepteerdOp afgerondOp }",
    ),
    ("SRW_CONTACT", "contact", "nummer contact { naam telefoon }"),
    (
        "SRW_TERUGKOPPELING",
        "terugkoppeling",
        "nummer uitkomst datum toelichting",
    ),
    ("SRW_INHOUD", "inhoud", "nummer vraag"),
    ("BUURTTEAM_STATUS", "status", "betrokken status sinds geslotenOp"),
    (
        "BUURTTEAM_CONTACT",
        "contact",
        "team medewerker { naam } laatsteContact",
    ),
    ("BUURTTEAM_DOELEN", "doelen", "onderwerp sinds status"),
    (
        "BUURTTEAM_LEEFGEBIEDEN",
        "leefgebieden",
        "gebied niveau peildatum",
    ),
];

/// The lists of a resident: the first word of their groups, their field and their type.
const LISTS: [(&str, &str, &str); 3] = [
    ("TRAJECT_", "trajecten", "Traject"),
    ("SRW_", "srw", "SrwDossier"),
    ("BUURTTEAM_", "buurtteams", "Buurtteamdossier"),
];

/// The lists of a party, each with its order, its places and its end.
const LISTED: [&str; 4] = [
    "mijnInwoners(eerste: 4) { edges { cursor node { id } } pageInfo { endCursor hasNextPage } } ",
    "runt: mijnInwoners(eerste: 4, filter: { loopt: true }) { edges { cursor node { id } } pageInfo { endCursor hasNextPage } } ",
    "werklijst(eerste: 4) { edges { cursor node { bronId termijn { code einde toestand } } } pageInfo { hasNextPage } } ",
    "mijnVerwijzingen(eerste: 4) { edges { cursor node { id } } pageInfo { hasNextPage } } ",
];

/// The signals that weren't told yet.
const SIGNALEN: &str =
    "signalen(na: $na, eerste: 100) { edges { cursor node { soort ernst op inwoner { id } } }
    pageInfo { endCursor hasNextPage } } ";

impl Question {
    /// A random question of a random caller, most of the time about a resident whom the change touches.
    pub fn random(world: &World<'_>, plan: &Plan, rng: &mut ChaCha8Rng) -> Self {
        let asker = *ASKERS.choose(rng).expect("there are some");
        let touched: Vec<usize> = plan.touched.iter().map(|(inwoner, ..)| *inwoner).collect();
        let mut residents = BTreeSet::new();
        if chance(rng, 90) {
            residents.extend(touched.choose(rng));
        }
        for _ in 0..rng.random_range(usize::from(residents.is_empty())..=2) {
            residents.insert(rng.random_range(0..world.residents.len()));
        }
        let mut text = Text::default();
        let inwoner = text.inwoner(rng);
        let mut variables = Map::new();
        let mut roots = text.roots(world, asker, &residents, &inwoner, &mut variables, rng);
        for list in LISTED.iter().filter(|_| chance(rng, 8)) {
            roots += list;
        }
        if chance(rng, 30) {
            variables.insert("na".to_owned(), json!(world.places.get(asker.partij)));
            roots += SIGNALEN;
        }
        let lampje = residents.first().copied().filter(|_| chance(rng, 8));
        if text.conditional {
            variables.insert("ja".to_owned(), json!(true));
        }
        let declared = declared(&variables);
        Self {
            asker,
            lampje,
            residents,
            groepen: text.groepen,
            query: format!("query Vraag({declared}) {{ {roots} }}{}", text.fragments),
            variables: Value::Object(variables),
            niet_gedeeld: *[None, Some("fouten"), Some("extensies")]
                .choose(rng)
                .expect("some"),
        }
    }

    /// All that an owner knows of whom the change touches.
    pub fn of_owner(world: &World<'_>, plan: &Plan) -> Self {
        let of_owner = |asker: &&Asker| asker.partij == plan.owner();
        let asker = ASKERS.iter().find(of_owner).expect("every owner asks");
        let residents: BTreeSet<usize> = plan.touched.iter().map(|(inwoner, ..)| *inwoner).collect();
        let groepen: BTreeSet<Groep> = super::ground::groepen(plan.owner()).iter().copied().collect();
        let lists = LISTS.iter().map(|(prefix, list, _)| {
            let asked = FIELDS
                .iter()
                .filter(|(groep, ..)| groep.starts_with(prefix) && groepen.contains(groep));
            let fields: String = asked
                .map(|(_, field, inside)| format!("{field} {{ {} }} ", leafs(inside)))
                .collect();
            if fields.is_empty() {
                String::new()
            } else {
                format!("{list} {{ {fields} }}")
            }
        });
        let lists: String = lists.collect();
        let ids: Vec<&str> = residents
            .iter()
            .map(|one| world.residents[*one].id.as_str())
            .collect();
        Self {
            asker: *asker,
            groepen,
            query: format!("query Eigen($ids: [ID!]!) {{ inwoners(ids: $ids) {{ id {lists} }} }}"),
            variables: json!({"ids": ids}),
            residents,
            niet_gedeeld: None,
            lampje: None,
        }
    }

    /// Asks it of the server.
    pub async fn ask(&self, world: &World<'_>) -> Answer {
        let mut person = self.asker.person(world.app);
        if let Some(where_to) = self.niet_gedeeld {
            person = person.header("Niet-Gedeeld", where_to);
        }
        person.ask(&self.query, self.variables.clone()).await
    }

    /// What a stream of the lamp tells first.
    pub async fn follow(&self, world: &World<'_>) -> Option<Answer> {
        let inwoner = &world.residents[self.lampje?].id;
        let person = self.asker.person(world.app);
        let mut socket = person.subscribe(LAMPJE, json!({"id": inwoner})).await;
        socket.next("1").await
    }

    /// Whether the caller has a ground for anything that changes of whom is asked.
    pub fn has_ground(&self, world: &World<'_>, plan: &Plan) -> bool {
        if let Some(receiver) = plan.receiver(world) {
            return self.asker.partij == receiver && self.asker.competent;
        }
        // Signals and a party's own lists are about everybody.
        let everybody =
            self.query.contains("signalen") || LISTED.iter().any(|list| self.query.contains(list));
        let is_about = |(inwoner, ..): &&Seen| everybody || self.residents.contains(inwoner);
        let may_see = |seen: &Seen| self.asker.may_see(&world.shared, *seen);
        let mut together = plan.touched_together.iter();
        plan.touched.iter().filter(is_about).any(may_see) || together.any(|both| both.iter().all(may_see))
    }

    /// Whether the caller asks for something that changes and that it has a ground for.
    pub fn asks_what_it_may(&self, world: &World<'_>, plan: &Plan) -> bool {
        let asks =
            |(inwoner, _, groep): &&Seen| self.residents.contains(inwoner) && self.groepen.contains(groep);
        !plan.changes_register()
            && plan
                .touched
                .iter()
                .filter(asks)
                .any(|seen| self.asker.may_see(&world.shared, *seen))
    }
}

/// A document while it is written.
#[derive(Default)]
struct Text {
    groepen: BTreeSet<Groep>,
    fragments: String,
    conditional: bool,
}

impl Text {
    /// What is asked of a resident.
    fn inwoner(&mut self, rng: &mut ChaCha8Rng) -> String {
        let percent = *[15, 50, 100].choose(rng).expect("some");
        let mut text = "id ".to_owned();
        for (prefix, list, kind) in LISTS {
            let of_kind = FIELDS.iter().filter(|(groep, ..)| groep.starts_with(prefix));
            let mut fields = String::new();
            for (groep, field, inside) in of_kind {
                if chance(rng, percent) {
                    self.groepen.insert(groep);
                    fields += &self.dressed(kind, field, &leafs(inside), rng);
                }
            }
            if chance(rng, 40) {
                fields += "partij { id naam } ";
            }
            if fields.is_empty() {
                continue;
            }
            if chance(rng, 25) {
                write!(self.fragments, " fragment Over{kind} on {kind} {{ {fields} }}").expect("text grows");
                fields = format!("...Over{kind} __typename");
            }
            write!(text, "{list} {{ {fields} }} ").expect("text grows");
        }
        if chance(rng, 40) {
            text += "toegang { groep bronhouder { id } toegestaan reden tot } ";
        }
        text
    }

    /// A group's field: plain, under another name, in a fragment, under a condition, or twice.
    fn dressed(&mut self, kind: &str, field: &str, inside: &str, rng: &mut ChaCha8Rng) -> String {
        match rng.random_range(0..10) {
            0 => format!("andere_{field}: {field} {{ {inside} }} "),
            1 => format!("... on {kind} {{ {field} {{ {inside} }} }} "),
            2 => {
                self.conditional = true;
                format!("{field} @include(if: $ja) {{ {inside} }} ")
            }
            3 => {
                self.conditional = true;
                format!("{field} {{ {inside} }} niet_{field}: {field} @skip(if: $ja) {{ {inside} }} ")
            }
            4 => format!("{field} {{ __typename }} {field} {{ {inside} }} "),
            _ => format!("{field} {{ {inside} }} "),
        }
    }

    /// The roots: residents one by one or in a list, and now and then something else.
    fn roots(
        &mut self,
        world: &World<'_>,
        asker: Asker,
        residents: &BTreeSet<usize>,
        inwoner: &str,
        variables: &mut Map<String, Value>,
        rng: &mut ChaCha8Rng,
    ) -> String {
        let mut roots = String::new();
        if chance(rng, 30) {
            let ids: Vec<&str> = residents
                .iter()
                .map(|one| world.residents[*one].id.as_str())
                .collect();
            variables.insert("ids".to_owned(), json!(ids));
            write!(roots, "inwoners(ids: $ids) {{ {inwoner} }} ").expect("text grows");
        } else {
            write!(self.fragments, " fragment Alles on Inwoner {{ {inwoner} }}").expect("text grows");
            for (n, one) in residents.iter().enumerate() {
                let one = &world.residents[*one];
                if asker.may_use_bsn() && chance(rng, 40) {
                    variables.insert(format!("b{n}"), json!(one.bsn));
                    write!(roots, "r{n}: inwoner(bsn: $b{n}) {{ ...Alles }} ").expect("text grows");
                } else {
                    variables.insert(format!("i{n}"), json!(one.id));
                    write!(roots, "r{n}: inwoner(id: $i{n}) {{ ...Alles }} ").expect("text grows");
                }
            }
        }
        for more in ["ik { partij { id } doel rollen } ", "partijen { id naam soort } "] {
            if chance(rng, 8) {
                roots += more;
            }
        }
        roots
    }
}

fn declared(variables: &Map<String, Value>) -> String {
    let declarations = variables.keys().map(|name| match name.as_str() {
        "ja" => "$ja: Boolean!".to_owned(),
        "ids" => "$ids: [ID!]!".to_owned(),
        "na" => "$na: String".to_owned(),
        bsn if bsn.starts_with('b') => format!("${bsn}: String!"),
        id => format!("${id}: ID!"),
    });
    declarations.collect::<Vec<_>>().join(", ")
}

fn leafs(inside: &str) -> String {
    inside.split_whitespace().collect::<Vec<_>>().join(" ")
}
