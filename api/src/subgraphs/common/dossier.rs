/// Declares what one kind of owner tells of a resident: one nullable field per gegevensgroep, each of a
/// type of its own. Makes the GraphQL object (whose fields can only be filled from
/// [`crate::request::disclose::Verstrekt`]) and the dossier that the store fills for it. At most one group may draw on
/// others: then the store says what it tells, of a record with two clients, with and without each of them.
macro_rules! dossier {
    (
        $(#[$meta:meta])*
        $object:ident of $dossier:ident {
            $($(#[$fmeta:meta])* $field:ident: $ty:ty = $groep:ident),+ $(,)?
        }
        $(with $drawn:ident: $drawn_ty:ty = $drawn_groep:ident drawing on [$($source:ident),+ $(,)?])?
    ) => {
        $(#[$meta])*
        #[derive(async_graphql::SimpleObject)]
        pub struct $object {
            /// The party that owns it.
            partij: $crate::subgraphs::common::PartijInfo,
            $(
                $(#[$fmeta])*
                #[graphql(directive = $crate::subgraphs::common::gegevensgroep::apply($crate::domain::Gegevensgroep::$groep))]
                $field: $crate::request::withhold::Gedeeld<$ty>,
            )+
        }

        /// What the store found: one field per group, empty where nothing was loaded.
        #[derive(Clone, Debug, Default)]
        pub struct $dossier {
            /// The other client in the same record.
            pub mede_client: Option<$crate::domain::InwonerId>,
            $($(#[$fmeta])* pub $field: Option<$ty>,)+
            $(
                /// What is told of it in a record with two clients, by the joint groups that both opened.
                pub opened: std::collections::BTreeMap<
                    std::collections::BTreeSet<$crate::domain::Gegevensgroep>,
                    Option<$drawn_ty>,
                >,
            )?
        }

        impl $crate::request::load::Dossier for $dossier {
            fn mede_client(&self) -> Option<&$crate::domain::InwonerId> {
                self.mede_client.as_ref()
            }

            fn clear(&mut self, groep: $crate::domain::Gegevensgroep) {
                match groep {
                    $($crate::domain::Gegevensgroep::$groep => self.$field = None,)+
                    _ => {}
                }
            }

            $(
                fn draws_on(
                    groep: $crate::domain::Gegevensgroep,
                ) -> &'static [$crate::domain::Gegevensgroep] {
                    match groep {
                        $crate::domain::Gegevensgroep::$drawn_groep => {
                            &[$($crate::domain::Gegevensgroep::$source),+]
                        }
                        _ => &[],
                    }
                }

                fn open(
                    &mut self,
                    groep: $crate::domain::Gegevensgroep,
                    joint: &std::collections::BTreeSet<$crate::domain::Gegevensgroep>,
                ) {
                    if groep == $crate::domain::Gegevensgroep::$drawn_groep
                        && let Some(told) = self.opened.get(joint)
                    {
                        self.$drawn = told.clone();
                    }
                }
            )?
        }

        impl $object {
            /// The fields with their groups, for the plan.
            pub const VELDEN: &'static [(&'static str, $crate::domain::Gegevensgroep)] =
                &[$((stringify!($field), $crate::domain::Gegevensgroep::$groep)),+];

            /// One item per party that owns such records, in the fixed order.
            pub fn list(
                verstrekt: &$crate::request::disclose::Verstrekt<$dossier>,
                inwoner: &$crate::domain::InwonerId,
            ) -> Vec<Self> {
                verstrekt
                    .partijen()
                    .iter()
                    .map(|partij| Self {
                        partij: partij.into(),
                        $($field: verstrekt.deel(
                            inwoner,
                            &partij.id,
                            $crate::domain::Gegevensgroep::$groep,
                            |dossier| dossier.$field.clone(),
                        ),)+
                    })
                    .collect()
            }
        }
    };
}
pub(crate) use dossier;
