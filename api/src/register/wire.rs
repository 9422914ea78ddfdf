//! The register on the wire: decisions by the Authorization API 1.0 of the OpenID Foundation (AuthZEN), the
//! rest in shapes of our own. Both ends use these types.

mod authzen;
mod own;

pub use authzen::{
    Action, Decision, DecisionContext, Evaluation, Evaluations, EvaluationsContext, EvaluationsOptions,
    Judgement, JudgementContext, MOST_EVALUATIONS, Resource, ResourceProperties, Semantic, Single,
    SingleContext, WireSubject,
};
pub use own::{
    Aanbod, Gekoppelden, Gestegen, Gewijzigd, Herspelingen, Inwoners, MOST_AANBODVRAGEN, MOST_HERSPELINGEN, MOST_INWONERS,
    Namen, Opgelost, Stand, Verwijsvraag, Wijzigingen, WireIngericht,
};

/// Where decisions are asked, one at a time.
pub const EVALUATION: &str = "access/v1/evaluation";
/// Where decisions are asked, many at a time.
pub const EVALUATIONS: &str = "access/v1/evaluations";
/// Where is asked what changed.
pub const WIJZIGINGEN: &str = "register/v1/wijzigingen";
/// Where the version is followed: the change feed, which tells of nobody.
pub const STAND: &str = "register/v1/stand";
/// Where the inrichting is read.
pub const INRICHTING: &str = "register/v1/inrichting";
/// Where residents are named.
pub const INWONERS: &str = "register/v1/inwoners";
/// Where is asked by which ids a resident was ever known.
pub const NAMEN: &str = "register/v1/namen";
/// Where a party asks for the residents whom its client numbers are bound to.
pub const GEKOPPELDEN: &str = "register/v1/gekoppelden";
/// Where is asked whether a resident may be referred to a party.
pub const VERWIJZEN: &str = "register/v1/verwijzen";
/// Where old questions are decided again.
pub const HERSPELINGEN: &str = "register/v1/herspelingen";
/// Where is asked to whom may be offered that something happened.
pub const AANBOD: &str = "register/v1/aanbod";
/// Where the owners of trajecten tell of them.
pub const TRAJECTMELDINGEN: &str = "register/v1/trajectmeldingen";
