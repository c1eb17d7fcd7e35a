//! The `OpenAPI` document of a service, made from its handlers and its bodies.

use serde_json::{Map, Value, json};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};

use super::bodies::{Listing, Receipt};
use super::{documented, keeping};
use crate::formats::Format;
use crate::schema::documents;

/// The documents of bodies that are answered, by the names that the handlers have for them.
const BODIES: [(&str, &str); 6] = [
    ("Interactions", "interactions"),
    ("MeetingInteractionScore", "meeting-interaction-score"),
    ("MeetingDynamics", "meeting-dynamics"),
    ("FullResult", "full-result"),
    ("UploadError400", "upload-error-400"),
    ("UploadError401", "upload-error-401"),
];

/// What may go wrong with every request, and the name of the body that says so.
const ERRORS: [(&str, &str, &str); 6] = [
    ("400", "A parameter is missing or malformed; the message names it.", "UploadError400"),
    ("401", "The token is missing, malformed, expired or not valid.", "UploadError401"),
    ("403", "The token does not let do this.", "UploadError400"),
    ("404", "No meeting has this hash.", "UploadError400"),
    ("500", "The stored meeting is damaged.", "UploadError400"),
    ("503", "The store cannot be used now, or there is too much to do.", "UploadError400"),
];

/// What may go wrong besides where a meeting is written.
const WRITING: [(&str, &str, &str); 1] =
    [("412", "`If-Match` or `If-None-Match` does not hold.", "UploadError400")];

/// What may go wrong with a body.
const BODY: [(&str, &str, &str); 3] = [
    ("408", "The body did not arrive in time.", "UploadError400"),
    ("413", "The body is too long.", "UploadError400"),
    ("415", "The body is packed by other than gzip.", "UploadError400"),
];

#[derive(OpenApi)]
#[openapi(
    info(
        title = "sociogram",
        description = "How people in a meeting interact, from diarized speaker turns.",
    ),
    servers((url = ".", description = "where this document lies")),
    paths(
        documented::interactions,
        documented::score,
        documented::dynamics,
        keeping::everything,
        keeping::put,
        keeping::delete,
        keeping::list,
    ),
    components(schemas(Listing, Receipt)),
    modifiers(&Bearer),
    security(("bearer" = [])),
    tags(
        (name = "documented", description = "What clients of the documented API ask."),
        (name = "meetings", description = "sociogram's own: meetings in, out and away."),
    )
)]
struct Described;

/// Tokens, in the one header where they are looked for.
struct Bearer;

impl Modify for Bearer {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT");
        let components = openapi.components.get_or_insert_default();
        components.add_security_scheme("bearer", SecurityScheme::Http(scheme.build()));
    }
}

/// The `OpenAPI` document (3.1) of what [`router`](super::router) answers, as JSON.
///
/// [`app`](super::app) serves it at `/openapi.json`.
///
/// ```
/// let document: serde_json::Value = serde_json::from_str(&sociogram::http::openapi())?;
/// assert!(document["paths"]["/meetings/{file_hash}"]["put"].is_object());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[must_use]
pub fn openapi() -> String {
    document().to_string()
}

pub(super) fn document() -> Value {
    let described = Described::openapi();
    #[cfg(feature = "report")]
    let described = described.merge_from(super::report::Described::openapi());
    let mut document = serde_json::to_value(described).unwrap_or_default();
    if let Some(schemas) = object(&mut document, &["components", "schemas"]) {
        for (name, text) in BODIES {
            let known = documents::ALL.iter().find(|(known, _)| *known == text);
            add(schemas, name, known.map_or("{}", |(_, text)| text));
        }
    }
    name_formats(&mut document);
    let paths = object(&mut document, &["paths"]).into_iter().flat_map(Map::values_mut);
    for (method, operation) in paths.filter_map(Value::as_object_mut).flatten() {
        let Some(responses) = object(operation, &["responses"]) else { continue };
        let (writing, sending): (&[_], &[_]) = match method.as_str() {
            "put" => (&WRITING, &BODY),
            "delete" => (&WRITING, &[]),
            _ => (&[], &[]),
        };
        for (status, description, body) in ERRORS.iter().chain(writing).chain(sending) {
            let schema = json!({ "$ref": format!("#/components/schemas/{body}") });
            let content = json!({ "application/json": { "schema": schema } });
            let response = json!({ "description": description, "content": content });
            responses.entry(*status).or_insert(response);
        }
    }
    document
}

/// Tells which formats a body may be said to have.
fn name_formats(document: &mut Value) {
    let parameters = "/paths/~1meetings~1{file_hash}/put/parameters";
    let parameters = document.pointer_mut(parameters).and_then(Value::as_array_mut);
    for one in parameters.into_iter().flatten() {
        if one.get("name").is_some_and(|name| name == "format")
            && let Some(schema) = object(one, &["schema"])
        {
            *schema = Map::from_iter([
                ("type".to_owned(), "string".into()),
                ("enum".to_owned(), Format::ALL.map(Format::id).to_vec().into()),
            ]);
        }
    }
}

/// The object at a place in a document.
fn object<'a>(value: &'a mut Value, way: &[&str]) -> Option<&'a mut Map<String, Value>> {
    way.iter().try_fold(value, |value, key| value.get_mut(*key))?.as_object_mut()
}

/// Adds a checked-in schema, and those that it defines.
fn add(schemas: &mut Map<String, Value>, name: &str, text: &str) {
    let text = text.replace("#/$defs/", "#/components/schemas/");
    let mut schema: Value = serde_json::from_str(&text).unwrap_or_default();
    let Some(fields) = schema.as_object_mut() else { return };
    fields.remove("$schema");
    if let Some(Value::Object(defined)) = fields.remove("$defs") {
        schemas.extend(defined);
    }
    schemas.insert(name.to_owned(), schema);
}
