/// Declares what one room tells a party of what holds no longer, in a field of its own: an entity to which every owner
/// contributes. A room out of reach gives null with an error, so that what is missing is told.
macro_rules! rectificatie_entities {
    ($field:ident, $bevestigen:ident) => {
        /// What holds no longer of what the caller's party saw, per subgraph in which it was kept.
        #[derive(Clone, Debug, async_graphql::SimpleObject)]
        #[graphql(complex)]
        pub struct Rectificaties {
            /// The caller's party: nobody reads another's.
            pub partij: async_graphql::ID,
        }

        #[async_graphql::ComplexObject]
        impl Rectificaties {
            /// Those of this subgraph, in the order in which they were written, after the place `na`; `eerste` is at
            /// least 1 and at most 100.
            async fn $field(
                &self,
                ctx: &async_graphql::Context<'_>,
                na: Option<String>,
                #[graphql(default = 100)] eerste: i32,
            ) -> Option<async_graphql::Result<$crate::subgraphs::rectificaties::RectificatieConnection>> {
                let told = async {
                    let (reader, context) = $crate::subgraphs::rectificaties::Rectificaties::of(ctx)?;
                    let told = reader.list(context, na.as_deref(), eerste);
                    told.await
                        .map_err($crate::subgraphs::common::ClientError::into_graphql)
                };
                Some(told.await)
            }
        }

        /// What is told of what holds no longer.
        #[derive(Default)]
        pub struct RectificatieQuery;

        #[async_graphql::Object]
        impl RectificatieQuery {
            /// The rectifications of the caller's party, behind a representation.
            #[graphql(entity)]
            async fn find_rectificaties_by_partij(&self, partij: async_graphql::ID) -> Rectificaties {
                Rectificaties { partij }
            }
        }

        /// What a party confirms of what it heard.
        #[derive(Default)]
        pub struct RectificatieMutation;

        #[async_graphql::Object]
        impl RectificatieMutation {
            /// Notes that the caller's party has heard that something it saw holds no longer, and acts on it.
            async fn $bevestigen(
                &self,
                ctx: &async_graphql::Context<'_>,
                id: uuid::Uuid,
            ) -> async_graphql::Result<$crate::subgraphs::rectificaties::RectificatieBevestigd> {
                let (reader, context) = $crate::subgraphs::rectificaties::Rectificaties::of(ctx)?;
                let confirmed = reader.confirm(context, id);
                confirmed
                    .await
                    .map_err($crate::subgraphs::common::ClientError::into_graphql)
            }
        }
    };
}
pub(crate) use rectificatie_entities;
