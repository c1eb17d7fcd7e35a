//! A client of HTTP that sends whatever bytes it is told: what a library would not send, too.

#![allow(
    dead_code,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "each test takes the part it needs, and should fail loudly"
)]

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// What was answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// The only header of this name.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.iter().filter(|(known, _)| known == name);
        let value = values.next().map(|(_, value)| value.as_str());
        assert!(values.next().is_none(), "{name} is there twice");
        value
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    /// That it is an error as all errors are: a status, and a message and nothing else in JSON.
    #[track_caller]
    pub(crate) fn is_error(&self, status: u16) -> String {
        assert_eq!(self.status, status, "{}", self.text());
        assert_eq!(self.header("content-type"), Some("application/json"));
        let body = self.json();
        let keys: Vec<&String> = body.as_object().unwrap().keys().collect();
        assert_eq!(keys, ["message"]);
        body["message"].as_str().unwrap().to_owned()
    }
}

/// Sends bytes as they are, and takes what comes until the other side closes.
pub(crate) fn raw(to: SocketAddr, request: &[u8]) -> Option<Answer> {
    exchange(TcpStream::connect(to).unwrap(), request)
}

/// The same where nobody may be listening.
pub(crate) fn try_raw(to: SocketAddr, request: &[u8]) -> Option<Answer> {
    exchange(TcpStream::connect(to).ok()?, request)
}

fn exchange(mut stream: TcpStream, request: &[u8]) -> Option<Answer> {
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    // The other side may have refused before it has read everything.
    let _ = stream.write_all(request);
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes);
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
    let mut lines = head.split("\r\n");
    let status = lines.next()?.split(' ').nth(1)?.parse().unwrap();
    let headers = lines
        .map(|line| line.split_once(':').unwrap())
        .map(|(name, value)| (name.to_lowercase(), value.trim().to_owned()))
        .collect();
    Some(Answer { status, headers, body: bytes[end + 4..].to_vec() })
}

/// Sends a request with these further headers, a line each.
#[track_caller]
pub(crate) fn send(
    to: SocketAddr,
    method: &str,
    target: &str,
    headers: &[&str],
    body: &[u8],
) -> Answer {
    let mut request = format!("{method} {target} HTTP/1.1\r\nhost: test\r\nconnection: close\r\n");
    for header in headers {
        request += header;
        request += "\r\n";
    }
    if !body.is_empty() || matches!(method, "PUT" | "POST") {
        request += &format!("content-length: {}\r\n", body.len());
    }
    request += "\r\n";
    raw(to, &[request.as_bytes(), body].concat()).unwrap_or_else(|| panic!("{method} {target}"))
}

#[track_caller]
pub(crate) fn get(to: SocketAddr, target: &str) -> Answer {
    send(to, "GET", target, &[], b"")
}

#[track_caller]
pub(crate) fn put(to: SocketAddr, target: &str, body: &[u8]) -> Answer {
    send(to, "PUT", target, &[], body)
}
