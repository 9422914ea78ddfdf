use std::sync::Arc;

use async_graphql::Context;

use super::ClientError;
use crate::{domain::Rol, request::RequestContext};

/// Who asks, and for what.
///
/// # Errors
/// Without a context nothing is answered: a request that nobody authenticated.
pub fn context_of<'a>(ctx: &Context<'a>) -> async_graphql::Result<&'a Arc<RequestContext>> {
    ctx.data::<Arc<RequestContext>>()
}

/// Lets only callers in this role (or one of these) go on.
///
/// # Errors
/// `ROL_NIET_BEVOEGD` for everybody else.
pub fn require_rol(context: &RequestContext, rollen: &[Rol]) -> Result<(), ClientError> {
    if rollen.iter().any(|rol| context.caller.is(*rol)) {
        Ok(())
    } else {
        Err(ClientError::RolNietBevoegd)
    }
}
