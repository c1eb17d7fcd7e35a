//! Files of keys, and what happens when they change.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::json;
use sociogram::http::token::{KeySource, Reload, Tokens, TokensError};

use crate::maker::{PLAIN, SECRET, ask, base64, fixture, of, of_key, of_secret, refused, token};

const OTHER: &[u8] = b"another secret, of thirty-two by";

/// A folder of its own, gone at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("sociogram-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn file(&self, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join("keys");
        fs::write(&path, bytes).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

type Told = Arc<Mutex<Vec<String>>>;

/// Tokens that look at their file with every request, and what they tell of it.
fn watching(source: KeySource) -> (Tokens, Told) {
    let told = Told::default();
    let notes = Arc::clone(&told);
    let tokens = of(source).reload_after(Duration::ZERO).on_reload(move |reload| {
        notes.lock().unwrap().push(match reload {
            Reload::Taken { keys, skipped } => format!("{keys} keys, {skipped} others"),
            Reload::Kept { error } => format!("kept: {error}"),
            other => format!("{other:?}"),
        });
    });
    (tokens.build().unwrap(), told)
}

fn told(notes: &Told) -> Vec<String> {
    std::mem::take(&mut notes.lock().unwrap())
}

fn of_secret_of(secret: &[u8]) -> String {
    of_secret(r#"{"alg":"HS256"}"#, PLAIN, secret)
}

fn set(secrets: &[(&str, &[u8])]) -> String {
    let keys: Vec<_> = secrets
        .iter()
        .map(|(kid, secret)| json!({"kty": "oct", "kid": kid, "k": base64(secret)}))
        .collect();
    json!({ "keys": keys }).to_string()
}

fn named(kid: &str, secret: &[u8]) -> String {
    of_secret(&json!({"alg": "HS256", "kid": kid}).to_string(), PLAIN, secret)
}

#[test]
fn one_line_break_at_the_end_of_a_secret_is_not_part_of_it() {
    let folder = Folder::new("line-break");
    let with = |end: &str| {
        let path = folder.file([SECRET, end.as_bytes()].concat());
        of(KeySource::secret_file(path)).build().unwrap()
    };
    for end in ["", "\n", "\r\n"] {
        ask(&with(end), &token(PLAIN)).unwrap();
    }
    for end in ["\n\n", " ", " \n", "\n\r"] {
        ask(&with(end), &token(PLAIN)).unwrap_err();
    }
    let path = folder.file(b"thirty-two bytes with their end\n");
    let error = of(KeySource::secret_file(path)).build().unwrap_err();
    assert!(matches!(error, TokensError::ShortSecret { found: 31, .. }));
}

#[test]
fn keys_of_a_set_change_while_it_is_in_use() {
    let folder = Folder::new("jwks");
    let path = folder.file(set(&[("a", SECRET)]));
    let (tokens, notes) = watching(KeySource::jwks_file(&path));
    ask(&tokens, &named("a", SECRET)).unwrap();
    refused(ask(&tokens, &named("b", OTHER)), "unknown key");
    assert_eq!(told(&notes), [""; 0]);

    // A second key, then only the second one: as long as before, and within the same tick.
    folder.file(set(&[("a", SECRET), ("b", OTHER)]));
    ask(&tokens, &named("b", OTHER)).unwrap();
    ask(&tokens, &named("a", SECRET)).unwrap();
    folder.file(set(&[("b", OTHER)]));
    ask(&tokens, &named("b", OTHER)).unwrap();
    refused(ask(&tokens, &named("a", SECRET)), "unknown key");
    folder.file(set(&[("b", SECRET)]));
    ask(&tokens, &named("b", SECRET)).unwrap();
    refused(ask(&tokens, &named("b", OTHER)), "wrong signature");
    assert_eq!(told(&notes), ["2 keys, 0 others", "1 keys, 0 others", "1 keys, 0 others"]);
}

#[test]
fn a_broken_file_leaves_the_keys_from_before_and_is_told_once() {
    let folder = Folder::new("broken");
    let path = folder.file(set(&[("a", SECRET)]));
    let (tokens, notes) = watching(KeySource::jwks_file(&path));
    let broken: [&[u8]; 5] =
        [b"", b"{\"keys\":[", b"{\"keys\":[]}", b"\xff", &[b'x'; (1 << 20) + 1]];
    for bytes in broken {
        folder.file(bytes);
        for _ in 0..3 {
            ask(&tokens, &named("a", SECRET)).unwrap();
        }
        let told = told(&notes);
        assert!(told.len() == 1 && told[0].starts_with("kept: "), "{told:?}");
    }
    // Gone, a folder, and back again.
    fs::remove_file(&path).unwrap();
    ask(&tokens, &named("a", SECRET)).unwrap();
    fs::create_dir(&path).unwrap();
    ask(&tokens, &named("a", SECRET)).unwrap();
    fs::remove_dir(&path).unwrap();
    // The oversized one before is as unreadable as a missing one, and is not told again.
    assert!(told(&notes).len() <= 1);
    folder.file(set(&[("a", OTHER)]));
    ask(&tokens, &named("a", OTHER)).unwrap();
    assert_eq!(told(&notes), ["1 keys, 0 others"]);
}

#[test]
fn secrets_and_public_keys_change_too() {
    let folder = Folder::new("others");
    let path = folder.file(SECRET);
    let (tokens, _) = watching(KeySource::secret_file(&path));
    ask(&tokens, &token(PLAIN)).unwrap();
    // The way to replace it: another file in its place, at once.
    let next = folder.0.join("next");
    fs::write(&next, [OTHER, b"\n"].concat()).unwrap();
    fs::rename(&next, &path).unwrap();
    ask(&tokens, &of_secret_of(OTHER)).unwrap();
    ask(&tokens, &token(PLAIN)).unwrap_err();

    let path = folder.file(fixture("rsa.pub.pem"));
    let (tokens, _) = watching(KeySource::public_key_file(&path));
    ask(&tokens, &of_key("rsa.pem", r#"{"alg":"RS256"}"#, PLAIN)).unwrap();
    folder.file(fixture("p256.pub.pem"));
    ask(&tokens, &of_key("p256.pem", r#"{"alg":"ES256"}"#, PLAIN)).unwrap();
    ask(&tokens, &of_key("rsa.pem", r#"{"alg":"RS256"}"#, PLAIN)).unwrap_err();
}

#[test]
fn a_file_is_relied_on_for_a_while() {
    let folder = Folder::new("pace");
    let path = folder.file(SECRET);
    let source = KeySource::secret_file(&path);
    let tokens = of(source).reload_after(Duration::from_secs(3600)).build().unwrap();
    folder.file(OTHER);
    ask(&tokens, &token(PLAIN)).unwrap();
}

#[test]
fn files_that_cannot_be_read_are_refused_with_their_name() {
    let folder = Folder::new("unreadable");
    for path in [folder.0.join("missing"), folder.0.clone(), Path::new("").into()] {
        let error = of(KeySource::jwks_file(&path)).build().unwrap_err();
        assert!(
            matches!(&error, TokensError::Read { path: found, .. } if *found == path),
            "{error}"
        );
    }
}

#[test]
fn many_ask_while_the_file_changes() {
    let folder = Folder::new("many");
    let path = folder.file(set(&[("a", SECRET)]));
    let (tokens, _) = watching(KeySource::jwks_file(&path));
    let right = named("a", SECRET);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| (0..500).for_each(|_| drop(ask(&tokens, &right).unwrap())));
        }
        scope.spawn(|| {
            for turn in 0..100 {
                let more: &[(&str, &[u8])] = &[("a", SECRET), ("b", OTHER)];
                let next = folder.0.join("next");
                fs::write(&next, set(&more[..1 + turn % 2])).unwrap();
                fs::rename(&next, &path).unwrap();
            }
        });
    });
}
