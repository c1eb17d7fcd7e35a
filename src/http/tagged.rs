//! Answers with a tag of their bytes, and requests that depend on it (RFC 9110, 13).

use axum::body::{Body, Bytes};
use axum::http::header::{CACHE_CONTROL, ETAG, IF_MATCH, IF_NONE_MATCH};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::Response;

use super::failure::{Failure, json};
use super::file_hash::sha256;

/// An answer to a question, and its tag: the same bytes have the same one, wherever they were made.
#[derive(Debug)]
pub(super) struct Answer {
    body: Bytes,
    tag: HeaderValue,
}

impl Answer {
    pub(super) fn of(body: Vec<u8>) -> Self {
        let tag = format!("\"{}\"", sha256(&body));
        // Hexadecimal in quotes can always be a header.
        let tag = HeaderValue::try_from(tag).unwrap_or(HeaderValue::from_static("\"\""));
        Self { body: body.into(), tag }
    }

    /// How many bytes it takes in memory.
    pub(super) fn weight(&self) -> usize {
        self.body.len().saturating_add(self.tag.len())
    }

    /// The response to a request with these headers: 304 to who has these bytes already.
    pub(super) fn response(&self, headers: &HeaderMap) -> Response {
        let mut response = if names(headers, &IF_NONE_MATCH, Some(&self.tag)) {
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            response
        } else {
            json(StatusCode::OK, Body::from(self.body.clone()))
        };
        let headers = response.headers_mut();
        headers.insert(ETAG, self.tag.clone());
        // It is one caller's, and may be another one after the next `PUT`.
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
        response
    }
}

/// What must hold of what is there before something is written.
#[derive(Clone, Debug)]
pub(super) struct Conditions(HeaderMap);

impl Conditions {
    /// Those of a request; absent if it has none.
    pub(super) fn of(headers: &HeaderMap) -> Option<Self> {
        let mut conditions = HeaderMap::new();
        for name in [IF_MATCH, IF_NONE_MATCH] {
            for value in headers.get_all(&name) {
                conditions.append(name.clone(), value.clone());
            }
        }
        (!conditions.is_empty()).then_some(Self(conditions))
    }

    /// That they hold of a meeting's full result, or of there being none.
    pub(super) fn check(&self, there: Option<&Answer>) -> Result<(), Failure> {
        let tag = there.map(|answer| &answer.tag);
        let refuse = |message| Err(Failure::new(StatusCode::PRECONDITION_FAILED, message));
        if self.0.contains_key(IF_MATCH) && !names(&self.0, &IF_MATCH, tag) {
            return refuse("if-match: the meeting is another one, or there is none");
        }
        if names(&self.0, &IF_NONE_MATCH, tag) {
            return refuse("if-none-match: there is such a meeting");
        }
        Ok(())
    }
}

/// Whether a header of tags names this one. `*` names any that is there.
fn names(headers: &HeaderMap, header: &HeaderName, tag: Option<&HeaderValue>) -> bool {
    let Some(tag) = tag else { return false };
    let values = headers.get_all(header).iter();
    values.filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(',')).any(|one| {
        let one = one.trim();
        // What lies between may have weakened it by packing; the bytes are the same.
        one == "*" || one.strip_prefix("W/").unwrap_or(one).as_bytes() == tag.as_bytes()
    })
}
