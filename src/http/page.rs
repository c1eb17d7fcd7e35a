//! The `OpenAPI` document as a page to read: text and a little style, nothing that is loaded or run.

use std::fmt::Write;

use serde_json::Value;

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;\
padding:0 1rem;color:#222;background:#fff}h2{border-bottom:1px solid #ccc;margin-top:3rem}\
h3{margin-top:2.5rem}code{background:#f3f3f3;padding:.1em .3em}table{border-collapse:collapse;\
width:100%}td,th{text-align:left;vertical-align:top;padding:.3em .8em .3em 0;\
border-bottom:1px solid #e5e5e5}.method{font-weight:700;text-transform:uppercase}\
@media(prefers-color-scheme:dark){body{color:#ddd;background:#181818}code{background:#2a2a2a}\
td,th{border-color:#333}a{color:#8bf}}";

/// The page.
pub(super) fn page(document: &Value) -> String {
    let mut html = String::from("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">");
    let title = text(at(document, "/info/title"));
    html += "<meta name=\"viewport\" content=\"width=device-width\"><title>";
    html += &title;
    html += "</title><style>";
    html += STYLE;
    html += "</style></head><body><h1>";
    html += &title;
    html += "</h1><p>";
    html += &text(at(document, "/info/description"));
    html += " The same as <a href=\"openapi.json\">an OpenAPI document</a>.</p>";
    html += "<p>Every request brings <code>Authorization: Bearer TOKEN</code>.</p>";
    for tag in document["tags"].as_array().into_iter().flatten() {
        html += "<h2>";
        html += &text(&tag["description"]);
        html += "</h2>";
        for (path, operations) in fields(&document["paths"]) {
            for (method, operation) in fields(operations) {
                let tags = operation["tags"].as_array();
                if tags.is_some_and(|tags| tags.contains(&tag["name"])) {
                    operation_of(&mut html, method, path, operation);
                }
            }
        }
    }
    html += "<h2>Bodies</h2>";
    for (name, schema) in fields(at(document, "/components/schemas")) {
        schema_of(&mut html, name, schema);
    }
    html += "</body></html>\n";
    html
}

fn operation_of(html: &mut String, method: &str, path: &str, operation: &Value) {
    *html += "<h3><code><span class=\"method\">";
    *html += &escaped(method);
    *html += "</span> ";
    *html += &escaped(path);
    *html += "</code></h3><p>";
    *html += &text(&operation["summary"]);
    *html += " ";
    *html += &text(&operation["description"]);
    *html += "</p>";
    let parameters = operation["parameters"].as_array().map_or(&[][..], Vec::as_slice);
    if !parameters.is_empty() {
        *html += "<table><tr><th>parameter</th><th>in</th><th>type</th><th>means</th></tr>";
        for one in parameters {
            let must = if one["required"] == true { "" } else { "optional; " };
            let cells = [
                format!("<code>{}</code>", text(&one["name"])),
                text(&one["in"]),
                kind(&one["schema"]),
                format!("{must}{}", text(&one["description"])),
            ];
            row(html, &cells);
        }
        *html += "</table>";
    }
    *html += "<table><tr><th>status</th><th>body</th><th>means</th></tr>";
    for (status, response) in fields(&operation["responses"]) {
        let mut bodies = fields(&response["content"]).map(|(_, media)| kind(&media["schema"]));
        let body = bodies.next().unwrap_or_default();
        row(html, &[escaped(status), body, text(&response["description"])]);
    }
    *html += "</table>";
}

fn schema_of(html: &mut String, name: &str, schema: &Value) {
    let name = escaped(name);
    let _ = write!(html, "<h3 id=\"{name}\">{name}</h3><p>{}</p>", text(&schema["description"]));
    if schema["properties"].is_object() {
        *html += "<table><tr><th>key</th><th>type</th><th>means</th></tr>";
        for (key, value) in fields(&schema["properties"]) {
            let key = format!("<code>{}</code>", escaped(key));
            row(html, &[key, kind(value), text(&value["description"])]);
        }
        *html += "</table>";
    }
}

fn row(html: &mut String, cells: &[String]) {
    *html += "<tr>";
    for cell in cells {
        let _ = write!(html, "<td>{cell}</td>");
    }
    *html += "</tr>";
}

/// What kind of value a schema is of.
fn kind(schema: &Value) -> String {
    if let Some(name) = schema["$ref"].as_str().and_then(|way| way.rsplit('/').next()) {
        let name = escaped(name);
        return format!("<a href=\"#{name}\">{name}</a>");
    }
    for several in ["anyOf", "oneOf"] {
        if let Some(all) = schema[several].as_array() {
            return all.iter().map(kind).collect::<Vec<_>>().join(" or ");
        }
    }
    let name = |value: &Value| match value.as_str() {
        Some("array") => format!("array of {}", kind(&schema["items"])),
        Some(other) => escaped(other),
        None => String::new(),
    };
    match &schema["type"] {
        Value::Array(several) => several.iter().map(name).collect::<Vec<_>>().join(" or "),
        one => name(one),
    }
}

fn fields(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    value.as_object().into_iter().flatten().map(|(key, value)| (key.as_str(), value))
}

/// What stands at a place, or null.
fn at<'a>(document: &'a Value, place: &str) -> &'a Value {
    document.pointer(place).unwrap_or(&Value::Null)
}

fn text(value: &Value) -> String {
    escaped(value.as_str().unwrap_or_default())
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
