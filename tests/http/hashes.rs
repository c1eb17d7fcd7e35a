//! Hashes that would lead somewhere else, or nowhere.

use sociogram::http::Objects;

use crate::client::{get, raw, send};
use crate::served::{DOCUMENTED, Folder, Served, rttm};

#[test]
fn path_like_hashes_are_refused_without_harm() {
    let folder = Folder::new();
    let store = folder.path().join("store");
    let served = Served::open(Objects::folder(&store).unwrap());
    std::fs::write(folder.path().join("secret"), b"secret").unwrap();
    let long = "a".repeat(129);
    let very_long = "a".repeat(10_000);
    let dots = "../".repeat(3_000);
    let body = rttm(&[("ana", 0.0, 1.0)]);
    for hash in [
        "../secret",
        "..%2fsecret",
        "%2e%2e%2fsecret",
        "..%5csecret",
        "%2e%2e",
        "..",
        ".",
        ".hidden",
        "%2Fetc%2Fpasswd",
        "/etc/passwd",
        "a/b",
        "a%2fb",
        "a%00",
        "%00",
        "a%0a",
        "a%20b",
        "a b",
        "a+b",
        "a%23",
        "a%231",
        "caf%c3%a9",
        "%ff",
        "%",
        "%zz",
        "a*",
        "a:b",
        "a%25",
        "~",
        "a~",
        &long,
        &very_long,
        &dots,
    ] {
        for path in DOCUMENTED {
            // Some are no URL at all, which hyper itself refuses.
            let answer = get(served.at, &format!("{path}?file-hash={hash}"));
            assert_eq!(answer.status, 400, "{hash:.60}");
        }
        for method in ["GET", "PUT", "DELETE"] {
            let answer = send(served.at, method, &format!("/meetings/{hash}"), &[], &body);
            assert!([400, 404].contains(&answer.status), "{method} {hash:.60}: {}", answer.status);
        }
    }
    // A byte of 0 as it is.
    let answer =
        raw(served.at, b"GET /meetings/a\0b HTTP/1.1\r\nhost: t\r\nconnection: close\r\n\r\n");
    assert_eq!(answer.unwrap().status, 400);
    let mut left: Vec<_> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    left.sort();
    assert_eq!(left, ["secret", "store"]);
    assert_eq!(std::fs::read_dir(&store).unwrap().count(), 0, "nothing was kept");
}

#[test]
fn the_longest_and_oddest_hashes_are_kept_and_found() {
    let folder = Folder::new();
    let served = Served::open(Objects::folder(folder.path()).unwrap());
    let longest = "Z".repeat(128);
    let body = rttm(&[("ana", 0.0, 1.0)]);
    let hashes = ["a", "A", "-", "_", "a.", "a..b", "con", "0", "a-b", "a.b", "probe", &longest];
    for hash in hashes {
        let target = format!("/meetings/{hash}");
        assert_eq!(send(served.at, "PUT", &target, &[], &body).status, 201, "{hash}");
        assert_eq!(get(served.at, &target).status, 200, "{hash}");
        for path in DOCUMENTED {
            assert_eq!(get(served.at, &format!("{path}?file-hash={hash}")).status, 200, "{hash}");
        }
    }
    let mut sorted: Vec<&str> = hashes.to_vec();
    sorted.sort_unstable();
    assert_eq!(get(served.at, "/meetings").json()["meetings"], serde_json::json!(sorted));
}
