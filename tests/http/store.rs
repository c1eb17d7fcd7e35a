//! The store by itself: what it leaves behind, what it does not serve, and when it says no.

use std::sync::Arc;

use axum::body::Bytes;
use sociogram::http::{Key, Meetings, Objects, Put, StoreError, object_store};

use crate::client::{get, put, send};
use crate::served::{Folder, SCORE, Served, rttm, standup};

fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}

fn key(tenant: Option<&str>, hash: &str) -> Key {
    Key::new(tenant, hash.parse().unwrap())
}

#[test]
fn the_folder_is_made_and_laid_out_as_documented() {
    let folder = Folder::new();
    let store = folder.path().join("some/where");
    let objects = Objects::folder(&store).unwrap();
    run(async {
        for tenant in [None, Some("acme"), Some("")] {
            let put = objects.put(&key(tenant, "m"), Bytes::from_static(b"x")).await;
            assert_eq!(put.unwrap(), Put::Created);
        }
    });
    assert!(store.join("meetings/m").is_file());
    // SHA-256 of `acme` and of nothing.
    let acme = "5abd79df2ba5b6eb96ca8a0b1b2b6ceb5b0b7a33d5a8e79c3ef0a4e8f1f8a3a4";
    let nobody = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    let mut tenants: Vec<String> = std::fs::read_dir(store.join("tenants"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    tenants.sort();
    assert_eq!(tenants.len(), 2);
    assert!(tenants.contains(&nobody.to_owned()), "{tenants:?}");
    assert_eq!(tenants[0].len(), acme.len());
}

/// What a crash in the middle of a write leaves behind.
#[test]
fn leftovers_are_neither_served_nor_listed_nor_in_the_way() {
    let folder = Folder::new();
    let served = Served::open(Objects::folder(folder.path()).unwrap());
    assert_eq!(put(served.at, "/meetings/whole", &standup()).status, 201);
    let meetings = folder.path().join("meetings");
    let whole = std::fs::read(meetings.join("whole")).unwrap();
    for (name, bytes) in [
        ("half#1", &whole[..whole.len() / 2]),
        ("whole#1", &whole[..10]),
        ("whole#2", b""),
        (".hidden", b"x"),
        ("with space", b"x"),
    ] {
        std::fs::write(meetings.join(name), bytes).unwrap();
    }
    std::fs::create_dir(meetings.join("deeper")).unwrap();
    std::fs::write(meetings.join("deeper/inside"), b"x").unwrap();
    assert_eq!(get(served.at, "/meetings").text(), r#"{"meetings":["whole"],"next":null}"#);
    for name in ["half", "half%231", "half%23", "inside", "deeper%2Finside"] {
        let status = get(served.at, &format!("{SCORE}?file-hash={name}")).status;
        assert!([400, 404].contains(&status), "{name}: {status}");
    }
    for _ in 0..2 {
        assert_eq!(put(served.at, "/meetings/whole", &standup()).status, 200);
    }
    assert_eq!(put(served.at, "/meetings/half", &standup()).status, 201);
    assert_eq!(get(served.at, &format!("{SCORE}?file-hash=half")).status, 200);
    assert_eq!(std::fs::read(meetings.join("whole")).unwrap(), whole);
}

/// A meeting that was cut short, changed by a bit, or moved under another's hash.
#[test]
fn damaged_meetings_are_told_and_can_be_replaced() {
    let folder = Folder::new();
    let served = Served::open(Objects::folder(folder.path()).unwrap());
    assert_eq!(put(served.at, "/meetings/m", &standup()).status, 201);
    let path = folder.path().join("meetings/m");
    let whole = std::fs::read(&path).unwrap();
    let mut damages =
        vec![Vec::new(), whole[..whole.len() - 1].to_vec(), [&whole[..], b" "].concat()];
    for at in [0, 17, 19, 30, 84, 85, whole.len() / 2, whole.len() - 2] {
        let mut flipped = whole.clone();
        flipped[at] ^= 1;
        damages.push(flipped);
    }
    for damaged in damages {
        std::fs::write(&path, damaged).unwrap();
        for target in [format!("{SCORE}?file-hash=m"), "/meetings/m".to_owned()] {
            assert_eq!(get(served.at, &target).is_error(500), "the stored meeting is damaged");
        }
    }
    std::fs::write(folder.path().join("meetings/other"), &whole).unwrap();
    get(served.at, "/meetings/other").is_error(500);
    assert_eq!(put(served.at, "/meetings/m", &standup()).status, 200);
    assert_eq!(get(served.at, "/meetings/m").status, 200);
    assert_eq!(send(served.at, "DELETE", "/meetings/other", &[], b"").status, 204);
}

#[test]
fn a_folder_that_is_gone_is_told_and_used_again_once_it_is_back() {
    let folder = Folder::new();
    let store = folder.path().join("store");
    let objects = Objects::folder(&store).unwrap();
    let served = Served::open(objects.clone());
    assert_eq!(put(served.at, "/meetings/m", &standup()).status, 201);
    run(objects.check()).unwrap();
    let away = folder.path().join("away");
    std::fs::rename(&store, &away).unwrap();
    for (method, target) in [
        ("GET", "/meetings/m"),
        ("GET", "/meetings"),
        ("PUT", "/meetings/m"),
        ("DELETE", "/meetings/m"),
    ] {
        send(served.at, method, target, &[], &standup()).is_error(503);
    }
    let why = run(objects.check()).unwrap_err();
    assert!(matches!(&why, StoreError::NoFolder { .. }));
    assert!(why.to_string().ends_with("is not there"), "{why}");
    assert!(!store.exists(), "it is not made anew");
    std::fs::rename(&away, &store).unwrap();
    run(objects.check()).unwrap();
    assert_eq!(get(served.at, "/meetings/m").status, 200);
}

#[test]
fn a_store_by_its_name() {
    let folder = Folder::new();
    let path = folder.path().join("a:b");
    for name in [path.to_str().unwrap().to_owned(), format!("file://{}", path.display())] {
        let objects = Objects::open(&name).unwrap();
        run(objects.put(&key(None, "m"), Bytes::new())).unwrap();
        assert!(path.join("meetings/m").is_file());
    }
    run(Objects::open("memory:///").unwrap().check()).unwrap();
    for name in ["", "ftp://host/x", "://", "http://host/x"] {
        assert!(matches!(Objects::open(name), Err(StoreError::NotAStore { .. })), "{name}");
    }
    let file = folder.path().join("file");
    std::fs::write(&file, b"").unwrap();
    assert!(matches!(Objects::folder(&file), Err(StoreError::Other(_))));
}

/// Any store of `object_store`, below a path of it.
#[test]
fn a_store_of_ones_own() {
    let memory = Arc::new(object_store::memory::InMemory::new());
    let objects = [Objects::over(memory.clone(), "a"), Objects::over(memory, "b/c")];
    run(async {
        objects[0].put(&key(None, "m"), Bytes::from_static(b"x")).await.unwrap();
        assert_eq!(objects[0].get(&key(None, "m")).await.unwrap(), Some(Bytes::from_static(b"x")));
        assert_eq!(objects[1].get(&key(None, "m")).await.unwrap(), None);
        assert!(objects[1].list(None, None, 10).await.unwrap().hashes.is_empty());
        assert!(!objects[1].delete(&key(None, "m")).await.unwrap());
        assert!(objects[0].delete(&key(None, "m")).await.unwrap());
    });
}

/// Many writers of one meeting at once: there is always one of theirs, whole.
#[test]
fn concurrent_writes_leave_one_of_them() {
    let folder = Folder::new();
    let served = Served::open(Objects::folder(folder.path()).unwrap());
    let bodies = ["ana", "ben", "eva"].map(|who| rttm(&[(who, 0.0, 1.0), ("dan", 1.0, 1.0)]));
    assert_eq!(put(served.at, "/meetings/m", &bodies[0]).status, 201);
    std::thread::scope(|scope| {
        for body in &bodies {
            scope.spawn(|| {
                for _ in 0..20 {
                    assert_eq!(put(served.at, "/meetings/m", body).status, 200);
                    assert_eq!(get(served.at, "/meetings/m").status, 200);
                }
            });
        }
    });
    assert_eq!(std::fs::read_dir(folder.path().join("meetings")).unwrap().count(), 1);
}
