/// The pictograms of the pages. They were drawn for this project, take the colour of the text beside them, and are never
/// the only thing that says something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Icon {
    /// A form: applying.
    Form,
    /// Two speech bubbles: a conversation.
    Talk,
    /// An umbrella: calm.
    Umbrella,
    /// A signpost: choosing.
    Signpost,
    /// A letter: creditors.
    Letters,
    /// Stairs: on the way to a solution.
    Stairs,
    /// A heart: aftercare.
    Heart,
    /// A clock: a deadline.
    Clock,
    /// A tick: something to do.
    Tick,
    /// A person.
    Person,
    /// A town hall: the municipality.
    Town,
    /// Scales: the sociaal raadslieden.
    Scales,
    /// A house: the buurtteam.
    House,
    /// A lock: not shared.
    Lock,
}

macro_rules! icon {
    ($name:literal) => {
        include_str!(concat!("../../assets/console/icons/", $name, ".svg"))
    };
}

impl Icon {
    /// The drawing, to stand in a page.
    pub(super) const fn svg(self) -> &'static str {
        match self {
            Self::Form => icon!("form"),
            Self::Talk => icon!("talk"),
            Self::Umbrella => icon!("umbrella"),
            Self::Signpost => icon!("signpost"),
            Self::Letters => icon!("letters"),
            Self::Stairs => icon!("stairs"),
            Self::Heart => icon!("heart"),
            Self::Clock => icon!("clock"),
            Self::Tick => icon!("tick"),
            Self::Person => icon!("person"),
            Self::Town => icon!("town"),
            Self::Scales => icon!("scales"),
            Self::House => icon!("house"),
            Self::Lock => icon!("lock"),
        }
    }
}
