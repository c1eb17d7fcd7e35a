//! The documented API over HTTP: an axum router over a store of meetings.
//!
//! [`router`] makes a [`Router`](axum::Router) of a [`Service`], which knows two things: where
//! meetings are kept ([`Meetings`]; [`Objects`] is a folder, memory, or a cloud) and who may ask
//! ([`Access`]; [`token::Tokens`] checks JSON Web Tokens). It can be mounted under any prefix of
//! another router.
//!
//! | endpoint | answers |
//! |---|---|
//! | `GET /single-feature-api/meeting/meeting-interactions?file-hash=HASH` | [`Interactions`] |
//! | `GET /single-feature-api/meeting/meeting-interaction_score?file-hash=HASH` | [`MeetingInteractionScore`] |
//! | `GET /single-feature-api/meeting/meeting-dynamics?file-hash=HASH&period_seconds=300` | [`MeetingDynamics`] |
//! | `PUT /meetings/HASH` | [`Receipt`]: 201 if it is new, 200 if it replaces another |
//! | `GET /meetings/HASH` | [`FullResult`] |
//! | `GET /meetings/HASH/report` | a page of HTML, with the feature `report` |
//! | `DELETE /meetings/HASH` | 204 |
//! | `GET /meetings?limit=100&after=HASH` | [`Listing`] |
//!
//! The first three are the documented API, the others sociogram's own. Errors are
//! `{"message":…}`, decided in this order: 401, 403, 400, 404; nothing is looked up before the
//! caller is known. Meetings are read, analyzed and written down beside the threads that answer
//! requests, as many at a time as there are cores.
//!
//! ```
//! use std::sync::Arc;
//! use sociogram::http::{Objects, Open, Service, router};
//!
//! let service = Service::new(Arc::new(Objects::memory()), Arc::new(Open));
//! let app = axum::Router::new().nest("/sociogram", router(service));
//! # let _: axum::Router = app;
//! ```
//!
//! [`Interactions`]: crate::schema::Interactions
//! [`MeetingInteractionScore`]: crate::schema::MeetingInteractionScore
//! [`MeetingDynamics`]: crate::schema::MeetingDynamics
//! [`FullResult`]: crate::schema::FullResult

mod access;
mod answer;
mod bodies;
mod cache;
mod description;
mod documented;
mod failure;
mod file_hash;
mod intake;
mod keeping;
mod meetings;
mod metrics;
mod objects;
mod observed;
mod operations;
mod page;
mod parameters;
mod ready;
#[cfg(feature = "report")]
mod report;
mod request_id;
mod route;
mod router;
mod service;
mod stored;
mod tagged;
pub mod token;
mod watched;

pub use access::{Access, Caller, Denied, Open};
pub use async_trait::async_trait;
pub use bodies::{Listing, Receipt};
pub use description::openapi;
pub use failure::Reason;
pub use file_hash::{FileHash, NotAFileHash};
pub use intake::{NotOne, the_recording};
pub use meetings::{Key, Meetings, Page, Put, StoreError};
pub use object_store;
pub use objects::Objects;
pub use observed::Limits;
pub use router::{app, documented_router, router};
pub use service::Service;
pub use stored::{Damaged, StoredMeeting};
