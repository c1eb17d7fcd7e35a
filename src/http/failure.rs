//! What is answered where there is nothing to answer: a status and `{"message":…}`.

use std::borrow::Cow;

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

use super::access::Denied;
use super::meetings::StoreError;
use super::stored::Damaged;
use crate::schema::UploadError400;

/// Why a request failed, for the log: an extension of the response, beside a body that says less.
///
/// It may name folders and hosts of the store, and never holds a token, a label or a turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason(String);

impl Reason {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A request that failed.
#[derive(Debug)]
pub(super) struct Failure {
    status: StatusCode,
    message: Cow<'static, str>,
    reason: Option<Reason>,
}

impl Failure {
    pub(super) fn new(status: StatusCode, message: impl Into<Cow<'static, str>>) -> Self {
        Self { status, message: message.into(), reason: None }
    }

    /// A parameter, by name, that is missing or malformed.
    pub(super) fn parameter(name: &str, problem: impl std::fmt::Display) -> Self {
        Self::new(StatusCode::BAD_REQUEST, format!("{name}: {problem}"))
    }

    pub(super) fn forbidden(what: &'static str) -> Self {
        Self::new(StatusCode::FORBIDDEN, what)
    }

    pub(super) fn no_meeting() -> Self {
        Self::new(StatusCode::NOT_FOUND, "no meeting has this file-hash")
    }

    /// Whether it says that there is no such meeting.
    pub(super) fn is_no_meeting(&self) -> bool {
        self.status == StatusCode::NOT_FOUND
    }

    /// Something that should not be, in here.
    pub(super) fn internal(reason: impl std::fmt::Display) -> Self {
        let status = StatusCode::INTERNAL_SERVER_ERROR;
        Self::new(status, "something went wrong in the service").because(reason)
    }

    fn because(mut self, reason: impl std::fmt::Display) -> Self {
        self.reason = Some(Reason(reason.to_string()));
        self
    }
}

impl From<Denied> for Failure {
    fn from(denied: Denied) -> Self {
        let told = denied.to_string();
        Self::new(StatusCode::UNAUTHORIZED, told).because(denied.reason())
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        let message = "the store of meetings cannot be used now";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, message).because(error)
    }
}

impl From<Damaged> for Failure {
    fn from(damaged: Damaged) -> Self {
        let message = "the stored meeting is damaged";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, message).because(damaged)
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        // The two documented bodies of errors, and all others, are of one shape.
        let body = UploadError400 { message: self.message.into_owned() };
        let mut response = json(self.status, serde_json::to_vec(&body).unwrap_or_default());
        if self.status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(reason) = self.reason {
            response.extensions_mut().insert(reason);
        }
        response
    }
}

/// A response of JSON.
pub(super) fn json(status: StatusCode, body: impl Into<Body>) -> Response {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}
