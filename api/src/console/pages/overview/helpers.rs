use super::{
    super::super::{dates, icons::Icon, texts::Texts},
    asked::{Beeld, Buurtteambeeld, Contact, Srwbeeld},
};

/// Somebody who helps the resident, or an organisation of which no more may be told.
pub(super) struct Helper {
    /// Who; the organisation where no person is known.
    pub(super) naam: String,
    /// Where they work; empty where that is their name.
    pub(super) organisatie: String,
    /// What they do.
    pub(super) wat: Vec<String>,
    /// How to reach them by telephone.
    pub(super) telefoon: String,
    /// How to reach them by mail.
    pub(super) email: String,
    icon: Icon,
}

impl Helper {
    pub(super) fn icon(&self) -> &'static str {
        self.icon.svg()
    }

    /// The address in two parts, between which a line may end.
    pub(super) fn email_parts(&self) -> (&str, &str) {
        self.email
            .split_at(self.email.find('@').unwrap_or(self.email.len()))
    }

    fn person(contact: &Contact, organisatie: &str, wat: Vec<String>, icon: Icon) -> Self {
        Self {
            naam: contact.naam.clone(),
            organisatie: organisatie.to_owned(),
            wat,
            telefoon: contact.telefoon.clone().unwrap_or_default(),
            email: contact.email.clone().unwrap_or_default(),
            icon,
        }
    }

    fn organisation(naam: &str, wat: Vec<String>, icon: Icon) -> Self {
        Self {
            naam: naam.to_owned(),
            organisatie: String::new(),
            wat,
            telefoon: String::new(),
            email: String::new(),
            icon,
        }
    }
}

/// Who does what, as far as the parties tell.
pub(super) fn of(t: &Texts, beeld: &Beeld) -> Vec<Helper> {
    let mut helpers = Vec::new();
    for traject in beeld.trajecten() {
        let wat = || vec![t.say("traject.vaste_contact").to_owned()];
        let contact = traject.contact.iter();
        helpers
            .extend(contact.map(|contact| Helper::person(contact, &traject.partij.naam, wat(), Icon::Town)));
        let others = traject.betrokkenen.iter().flatten();
        helpers.extend(others.map(|one| {
            let wat = [Some(t.say_of("rol", one.rol.word())), one.taak.as_deref()];
            let wat = wat.into_iter().flatten().map(str::to_owned).collect();
            Helper::person(&one.contact, &one.organisatie, wat, Icon::Person)
        }));
    }
    helpers.extend(beeld.srw().flat_map(|srw| raadslieden(t, srw)));
    helpers.extend(beeld.buurtteams().filter_map(|team| buurtteam(t, team)));
    together(helpers)
}

/// Whoever two parties tell of is one person.
fn together(helpers: Vec<Helper>) -> Vec<Helper> {
    let mut people: Vec<Helper> = Vec::new();
    for helper in helpers {
        let is_same =
            |known: &&mut Helper| known.naam == helper.naam && known.organisatie == helper.organisatie;
        let Some(known) = people.iter_mut().find(is_same) else {
            people.push(helper);
            continue;
        };
        known.wat.extend(helper.wat);
        for (known, other) in [
            (&mut known.telefoon, helper.telefoon),
            (&mut known.email, helper.email),
        ] {
            if known.is_empty() {
                *known = other;
            }
        }
        // What somebody is tells more than that they are a person.
        if known.icon == Icon::Person {
            known.icon = helper.icon;
        }
    }
    people
}

/// What has ended is no help any more.
fn raadslieden(t: &Texts, srw: &Srwbeeld) -> Vec<Helper> {
    let verwijzingen = srw.status.iter().flat_map(|status| &status.verwijzingen);
    let open = verwijzingen
        .filter(|one| !matches!(one.status.as_str(), "AFGEROND" | "INGETROKKEN" | "GEWEIGERD"))
        .map(|one| {
            let (soort, status) = (
                t.say_of("raadsvraag", &one.soort),
                t.say_of("raadsvraag_status", &one.status),
            );
            (one.nummer, format!("{soort} ({status})"))
        });
    let open: Vec<(i32, String)> = open.collect();
    let mut helpers: Vec<Helper> = Vec::new();
    let mut told: Vec<i32> = Vec::new();
    for behandelaar in srw.contact.iter().flatten() {
        let of_them = open.iter().filter(|(nummer, _)| *nummer == behandelaar.nummer);
        let wat: Vec<String> = of_them.map(|(_, wat)| wat.clone()).collect();
        // Where the status is told, who helped with what has ended is left out.
        if srw.status.is_some() && wat.is_empty() {
            continue;
        }
        told.push(behandelaar.nummer);
        match helpers
            .iter_mut()
            .find(|helper| helper.naam == behandelaar.contact.naam)
        {
            Some(helper) => helper.wat.extend(wat),
            None => helpers.push(Helper::person(
                &behandelaar.contact,
                &srw.partij.naam,
                wat,
                Icon::Scales,
            )),
        }
    }
    let rest = open.into_iter().filter(|(nummer, _)| !told.contains(nummer));
    let rest: Vec<String> = rest.map(|(_, wat)| wat).collect();
    if !rest.is_empty() {
        helpers.push(Helper::organisation(&srw.partij.naam, rest, Icon::Scales));
    }
    helpers
}

fn buurtteam(t: &Texts, beeld: &Buurtteambeeld) -> Option<Helper> {
    if beeld.status.as_ref().is_some_and(|status| !status.betrokken) {
        return None;
    }
    let sinds = beeld
        .status
        .as_ref()
        .map(|status| t.say_with("traject.helpt_sinds", dates::written(t, status.sinds)));
    let team = beeld.contact.as_ref().and_then(|contact| contact.team.as_ref());
    let team = team.map(|team| t.say_with("traject.team", team));
    let wat: Vec<String> = team.into_iter().chain(sinds).collect();
    match beeld
        .contact
        .as_ref()
        .and_then(|contact| contact.medewerker.as_ref())
    {
        Some(medewerker) => Some(Helper::person(medewerker, &beeld.partij.naam, wat, Icon::House)),
        None if wat.is_empty() => None,
        None => Some(Helper::organisation(&beeld.partij.naam, wat, Icon::House)),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::console::texts::Catalogue;

    #[test]
    fn whoever_two_parties_tell_of_is_shown_once_and_what_has_ended_is_left_out() {
        let joris = json!({"naam": "Joris", "telefoon": "030"});
        let beeld: Beeld = serde_json::from_value(json!({
            "trajecten": [{"partij": {"id": "g", "naam": "Gemeente"}, "betrokkenen": [
                {"organisatie": "U Centraal", "rol": "SOCIAAL_RAADSLID", "contact": joris},
            ]}],
            "srw": [{
                "partij": {"id": "u", "naam": "U Centraal"},
                "status": {"verwijzingen": [
                    {"nummer": 1, "soort": "INKOMENSCHECK", "status": "IN_BEHANDELING"},
                    {"nummer": 2, "soort": "JURIDISCHE_VRAAG", "status": "AFGEROND"},
                ]},
                "contact": [{"nummer": 1, "contact": joris}, {"nummer": 2, "contact": {"naam": "Els"}}],
            }],
            "buurtteams": [{
                "partij": {"id": "i", "naam": "Incluzio"},
                "status": {"betrokken": false, "sinds": "2026-01-02"},
                "contact": {"medewerker": {"naam": "Naomi"}},
            }],
        }))
        .unwrap();
        let t = Catalogue::read(None).unwrap().dutch();
        let told = of(&t, &beeld);
        assert_eq!(told.len(), 1);
        assert_eq!((told[0].naam.as_str(), told[0].icon), ("Joris", Icon::Scales));
        assert_eq!(
            told[0].wat,
            ["Sociaal raadslid", "Kijken of uw inkomen klopt (bezig)"]
        );
    }
}
