//! What parties publish of their own records: the shapes that GraphQL mutations, the DDAS import and
//! the NDJSON imports share, and the checks that all of them pass.

mod buurtteam;
mod fault;
mod person;
mod srw;
mod traject;
mod verwijzing;
mod vroegsignaal;

pub use buurtteam::{
    BuurtteamdossierInvoer, DoelInvoer, DoelStatus, DossierStatus, Leefgebied, LeefgebiedInvoer,
};
pub use fault::{Fault, Faults, check_withdrawal};
pub use person::{ContactInvoer, InwonerInvoer};
pub use srw::{
    SUBMITTED, SrwDossierInvoer, TerugkoppelingInvoer, TerugkoppelingUitkomst, VERWIJZING_INGETROKKEN,
    VerwijzingInvoer, VerwijzingRoute, VerwijzingSoort, VerwijzingStatus,
};
pub use traject::{
    ActieInvoer, AdministratieInvoer, BegeleidingInvoer, BegeleidingSoort, BeschikkingInvoer,
    BeschikkingSoort, BetrokkeneInvoer, CrisisInvoer, FaseInvoer, FinancieelInvoer, GesprekInvoer,
    GesprekSoort, Hulpvraag, Ingang, MoratoriumInvoer, NazorgInvoer, OplossingInvoer, OplossingSoort,
    OpschortingInvoer, OpschortingReden, PeriodeInvoer, RegisseurInvoer, SchuldInvoer, SchuldSoort,
    SchuldregelingInvoer, TermijnInvoer, TrajectInvoer, UitstroomInvoer, UitstroomReden,
};
pub use verwijzing::{UitkomstInvoer, VerwijzingBijwerkenInvoer, VerwijzingIndienenInvoer, VerwijzingStap};
pub use vroegsignaal::{
    Toelating, VroegsignaalBijwerkenInvoer, VroegsignaalInvoer, VroegsignaalResultaat, VroegsignaalStap,
    VroegsignaalStatus,
};
