/// Declares what one subgraph tells of its own log, in a field of its own: three entities to which all five contribute,
/// so that each owner keeps and reads its own. A subgraph out of reach gives null with an error, so that what is
/// missing is told. A field is an `Option<Result<_>>`: the other way round the key would be left out of the entity, and a
/// foreign router would lose the error.
macro_rules! inzage_entities {
    ($field:ident) => {
        /// Who saw what of a resident, per subgraph in which it is logged.
        #[derive(Clone, Debug, async_graphql::SimpleObject)]
        #[graphql(complex)]
        pub struct Verstrekkingen {
            /// The resident, by the id that was asked.
            pub inwoner: $crate::domain::InwonerId,
        }

        /// What a party saw in a time, per subgraph in which it is logged.
        #[derive(Clone, Debug, async_graphql::SimpleObject)]
        #[graphql(complex)]
        pub struct InzagenDoor {
            /// What is asked; its form says nothing.
            pub vraag: async_graphql::ID,
        }

        /// Why something was decided, by the subgraph in which it is logged.
        #[derive(Clone, Debug, async_graphql::SimpleObject)]
        #[graphql(complex)]
        pub struct Waarom {
            /// The decision.
            pub besluit: uuid::Uuid,
        }

        #[async_graphql::ComplexObject]
        impl Verstrekkingen {
            /// The lines of this subgraph, in the order in which they were written, after the place `na`; `eerste` is
            /// at least 1 and at most 100.
            async fn $field(
                &self,
                ctx: &async_graphql::Context<'_>,
                na: Option<String>,
                #[graphql(default = 100)] eerste: i32,
            ) -> Option<async_graphql::Result<$crate::subgraphs::inzage::VerstrekkingConnection>> {
                let told = async {
                    let (reader, asked) = $crate::subgraphs::inzage::LogReader::of(ctx)?;
                    let told = reader.of_inwoner(asked, &self.inwoner, na.as_deref(), eerste);
                    told.await
                        .map_err($crate::subgraphs::common::ClientError::into_graphql)
                };
                Some(told.await)
            }
        }

        #[async_graphql::ComplexObject]
        impl InzagenDoor {
            /// The lines of this subgraph, in the order in which they were written, after the place `na`; `eerste` is
            /// at least 1 and at most 100.
            async fn $field(
                &self,
                ctx: &async_graphql::Context<'_>,
                na: Option<String>,
                #[graphql(default = 100)] eerste: i32,
            ) -> Option<async_graphql::Result<$crate::subgraphs::inzage::VerstrekkingConnection>> {
                let told = async {
                    let (reader, asked) = $crate::subgraphs::inzage::LogReader::of(ctx)?;
                    let told = reader.of_vraag(asked, &self.vraag, na.as_deref(), eerste);
                    told.await
                        .map_err($crate::subgraphs::common::ClientError::into_graphql)
                };
                Some(told.await)
            }
        }

        #[async_graphql::ComplexObject]
        impl Waarom {
            /// The decision made again on the register as it stood then; null when it isn't in this subgraph's log.
            async fn $field(
                &self,
                ctx: &async_graphql::Context<'_>,
            ) -> Option<async_graphql::Result<$crate::subgraphs::inzage::Herspeling>> {
                let told = async {
                    let (reader, asked) = $crate::subgraphs::inzage::LogReader::of(ctx)?;
                    let told = reader.waarom(asked, self.besluit);
                    told.await
                        .map_err($crate::subgraphs::common::ClientError::into_graphql)
                };
                told.await.transpose()
            }
        }

        /// What is told of this subgraph's log.
        #[derive(Default)]
        pub struct InzageQuery;

        #[async_graphql::Object]
        impl InzageQuery {
            /// The log about a resident, behind a representation.
            #[graphql(entity)]
            async fn find_verstrekkingen_by_inwoner(
                &self,
                inwoner: $crate::domain::InwonerId,
            ) -> Verstrekkingen {
                Verstrekkingen { inwoner }
            }

            /// What a party saw, behind a representation.
            #[graphql(entity)]
            async fn find_inzagen_door_by_vraag(&self, vraag: async_graphql::ID) -> InzagenDoor {
                InzagenDoor { vraag }
            }

            /// A decision, behind a representation.
            #[graphql(entity)]
            async fn find_waarom_by_besluit(&self, besluit: uuid::Uuid) -> Waarom {
                Waarom { besluit }
            }
        }
    };
}
pub(crate) use inzage_entities;
