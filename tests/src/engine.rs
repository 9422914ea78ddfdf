use std::fmt;

/// The two kinds of database that Schakel runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Embedded, a file per subgraph.
    Sqlite,
    /// A server, a database per subgraph.
    Postgres,
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        })
    }
}

/// What a story starts from, made new for each engine.
pub trait OnEngine: Sized {
    /// A new one that shares nothing with any other test.
    fn on(engine: Engine) -> impl Future<Output = Self>;
}

/// Tells a story on one engine.
pub async fn tell<Given: OnEngine>(engine: Engine, story: impl AsyncFnOnce(Given)) {
    story(Given::on(engine).await).await;
}

/// Tells each story on both engines, as `story::sqlite` and `story::postgres`. A story takes anything that is
/// [`OnEngine`].
#[macro_export]
macro_rules! on_both_engines {
    ($($(#[$attribute:meta])* async fn $story:ident($given:ident: $Given:ty) $body:block)+) => {
        $(
            $(#[$attribute])*
            async fn $story($given: $Given) $body

            mod $story {
                #[tokio::test]
                async fn sqlite() {
                    $crate::tell($crate::Engine::Sqlite, super::$story).await;
                }

                #[tokio::test]
                async fn postgres() {
                    $crate::tell($crate::Engine::Postgres, super::$story).await;
                }
            }
        )+
    };
}
