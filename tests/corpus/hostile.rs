//! What may be wrong with a corpus: a clear error, or a bad meeting that is listed, and nothing lost.

use std::fs::{self, File};
use std::os::unix::fs::PermissionsExt;
use std::process::Command;
use std::sync::Arc;

use arrow_array::types::Int32Type;
use arrow_array::{
    ArrayRef, DictionaryArray, DurationMillisecondArray, Int64Array, LargeStringArray, RecordBatch,
    StringArray, StringViewArray, TimestampMicrosecondArray,
};
use parquet::file::properties::{EnabledStatistics, WriterProperties};

use crate::tables::{
    Row, expected, folder, generated, read_meetings, read_pairs, row, run, write_batch, write_csv,
    write_json_lines, write_parquet,
};

#[test]
fn other_columns_are_named_with_those_that_were_expected() {
    let folder = folder("columns");
    let rows = vec![row("m1", "ana", 0.0, 2.0), row("m1", "ben", 2.0, 3.0)];
    let text = |of: fn(&Row) -> &str| -> ArrayRef {
        Arc::new(
            rows.iter().map(of).collect::<Vec<_>>().into_iter().map(Some).collect::<StringArray>(),
        )
    };
    let numbers: ArrayRef = Arc::new(Int64Array::from(vec![0, 2]));
    let ends: ArrayRef = Arc::new(Int64Array::from(vec![2, 3]));
    let odd = RecordBatch::try_from_iter([
        ("call", text(|row| row.meeting.as_deref().unwrap())),
        ("who", text(|row| row.speaker.as_deref().unwrap())),
        ("from", numbers),
        ("to", ends),
    ]);
    write_batch(&folder.join("t.parquet"), &odd.unwrap(), WriterProperties::default());
    let (code, told) = run(&folder, &["t.parquet", "-o", "o"]);
    assert_eq!(code, 3);
    for part in ["t.parquet", "\"call\", \"who\", \"from\", \"to\"", "meeting", "--columns"] {
        assert!(told.contains(part), "{part}: {told}");
    }
    assert!(!folder.join("o").exists() && !folder.join("o.parts").exists());
    let named = ["--columns", "meeting=call,speaker=who,start=from,end=to"];
    assert_eq!(run(&folder, &[&["t.parquet", "-o", "o"], &named[..]].concat()).0, 0);
    assert_eq!(read_meetings(&folder.join("o")), expected(&rows, true).0);

    let (code, told) = run(
        &folder,
        &["t.parquet", "-o", "o", "--columns", "meeting=from,speaker=who,start=call,end=to"],
    );
    assert_eq!(code, 3, "{told}");
    assert!(
        told.contains(
            "expected numbers, timestamps or durations in the column \"call\", found Utf8"
        ),
        "{told}"
    );
    fs::write(folder.join("t.csv"), "meeting,start,end\nm1,0,1\n").unwrap();
    let (code, told) = run(&folder, &["t.csv", "-o", "o"]);
    assert_eq!(code, 3, "{told}");
    assert!(told.contains("the speaker"), "{told}");
}

#[test]
fn times_of_another_unit_are_refused_or_asked_about() {
    let folder = folder("unit");
    let rows = generated(5, 120);
    let in_millis: Vec<Row> = rows
        .iter()
        .map(|row| Row {
            start: row.start.map(|at| at * 1e3),
            end: row.end.map(|at| at * 1e3),
            ..row.clone()
        })
        .collect();
    write_parquet(&folder.join("t.parquet"), &in_millis, 1_000);
    write_csv(&folder.join("t.csv"), &in_millis);
    for name in ["t.parquet", "t.csv"] {
        let (code, told) = run(&folder, &[name, "-o", "o"]);
        assert_eq!(code, 3, "{told}");
        assert!(told.contains("if times are in seconds") && told.contains("--unit"), "{told}");
        let (code, told) = run(&folder, &[name, "-o", "o", "--unit", "s", "--no-intervals"]);
        assert_eq!(code, 0, "{told}");
        assert!(told.contains("is the unit right?"), "{told}");
        assert_eq!(run(&folder, &[name, "-o", "o", "--unit", "ms"]).0, 0);
        assert_eq!(read_meetings(&folder.join("o")), expected(&rows, true).0);
    }
    write_parquet(&folder.join("t.parquet"), &rows, 1_000);
    let (code, told) = run(&folder, &["t.parquet", "-o", "o", "--unit", "ms", "--no-intervals"]);
    assert_eq!(code, 0);
    assert!(told.contains("on average: is the unit of times right?"), "{told}");
}

#[test]
fn types_of_time_and_text_are_read_as_they_are() {
    let folder = folder("types");
    let rows =
        vec![row("7", "ana", 0.0, 2.0), row("7", "ben", 2.25, 3.0), row("8", "ana", 1.0, 2.0)];
    let micros =
        |of: fn(&Row) -> f64| rows.iter().map(|row| (of(row) * 1e6) as i64).collect::<Vec<_>>();
    let names = || rows.iter().map(|row| row.speaker.as_deref());
    let meetings: Vec<i64> = vec![7, 7, 8];
    let speakers: [ArrayRef; 3] = [
        Arc::new(names().collect::<DictionaryArray<Int32Type>>()),
        Arc::new(names().collect::<LargeStringArray>()),
        Arc::new(names().collect::<StringViewArray>()),
    ];
    let stamps: ArrayRef = Arc::new(
        TimestampMicrosecondArray::from(micros(|row| row.start.unwrap())).with_timezone("UTC"),
    );
    let millis =
        micros(|row| row.end.unwrap()).into_iter().map(|at| at / 1_000).collect::<Vec<_>>();
    for (at, speakers) in speakers.into_iter().enumerate() {
        let ends: ArrayRef = Arc::new(DurationMillisecondArray::from(millis.clone()));
        let meetings: ArrayRef = Arc::new(Int64Array::from(meetings.clone()));
        let batch = RecordBatch::try_from_iter([
            ("start", stamps.clone()),
            ("speaker", speakers),
            ("end", ends),
            ("meeting_id", meetings),
        ]);
        let name = format!("t{at}.parquet");
        write_batch(&folder.join(&name), &batch.unwrap(), WriterProperties::default());
        let (code, told) = run(&folder, &[&name, "-o", "o"]);
        assert_eq!(code, 0, "{told}");
        assert_eq!(read_meetings(&folder.join("o")), expected(&rows, true).0);
        let (code, told) = run(&folder, &[&name, "-o", "o", "--unit", "ms"]);
        assert_eq!(code, 3);
        assert!(told.contains("which counts us"), "{told}");
    }
}

/// Rows with every flaw, each in a meeting of its own, among some that are fine.
fn flawed() -> Vec<Row> {
    let mut rows = generated(6, 20);
    let fine = row("", "ana", 1.0, 2.0);
    let of = |name: &str, change: &dyn Fn(&mut Row)| {
        let mut bad = Row { meeting: Some(name.into()), ..fine.clone() };
        change(&mut bad);
        [row(name, "ana", 0.0, 1.0), bad, row(name, "ben", 2.0, 3.0)]
    };
    rows.extend(of("no-start", &|row| row.start = None));
    rows.extend(of("no-end", &|row| row.end = None));
    rows.extend(of("nobody", &|row| row.speaker = None));
    rows.extend(of("reversed", &|row| row.end = Some(0.5)));
    rows.extend(of("empty", &|row| row.end = Some(1.0)));
    rows.extend(of("negative", &|row| row.start = Some(-1.0)));
    rows.extend(of("far", &|row| row.end = Some(1e300)));
    rows
}

#[test]
fn flaws_are_repaired_and_counted_or_make_a_bad_meeting() {
    let folder = folder("flaws");
    let rows = flawed();
    write_csv(&folder.join("t.csv"), &rows);
    write_json_lines(&folder.join("t.jsonl"), &rows);
    write_parquet(&folder.join("t.parquet"), &rows, 1_000);
    write_parquet(&folder.join("s.parquet"), &rows, 7);
    let mut before = None;
    for name in ["t.csv", "t.jsonl", "t.parquet", "s.parquet"] {
        let (code, told) = run(&folder, &[name, "-o", "o", "--no-intervals"]);
        assert_eq!(code, 3, "{told}");
        assert!(told.contains("meeting far: error: "), "{told}");
        assert!(told.contains("13 meetings, 1 of them bad"), "{told}");
        let mut found = read_meetings(&folder.join("o"));
        let far = found.remove("far").unwrap();
        assert_eq!((far.turns, far.score, far.repairs), (2, None, None), "{far:?}");
        assert!(far.error.unwrap().contains(name));
        for repaired in ["no-start", "no-end", "nobody", "reversed", "empty"] {
            let meeting = &found[repaired];
            assert_eq!((meeting.turns, meeting.repairs), (2, Some(1)), "{name}: {repaired}");
            assert_eq!(meeting.error, None);
        }
        assert_eq!((found["negative"].turns, found["negative"].repairs), (3, Some(0)));
        assert!(before.is_none_or(|before| before == found), "{name}");
        before = Some(found);
        let (_, told) = run(&folder, &[name, "-o", "o", "--no-intervals", "--strict"]);
        assert!(told.contains("13 meetings, 5 of them bad"), "{told}");
        let (_, told) = run(&folder, &[name, "-o", "o", "--no-intervals", "--unknown", "error"]);
        assert!(told.contains("13 meetings, 2 of them bad"), "{told}");
        let (_, told) = run(&folder, &[name, "-o", "o", "--no-intervals", "--unknown", "keep"]);
        assert!(told.contains("13 meetings, 1 of them bad"), "{told}");
        assert_eq!(read_meetings(&folder.join("o"))["nobody"].participants, Some(3));
    }
}

#[test]
fn numbers_that_are_none_make_a_bad_meeting() {
    let folder = folder("nan");
    let mut rows = generated(3, 10);
    for (at, number) in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY].into_iter().enumerate() {
        rows.push(row(&format!("bad{at}"), "ana", number, 2.0));
        rows.push(row(&format!("bad{at}"), "ana", 1.0, number));
    }
    write_parquet(&folder.join("t.parquet"), &rows, 5);
    let (code, told) = run(&folder, &["t.parquet", "-o", "o"]);
    assert_eq!(code, 3);
    for (name, number) in [("bad0", "NaN"), ("bad1", "inf"), ("bad2", "-inf")] {
        assert!(told.contains(&format!("meeting {name}: error: row ")), "{told}");
        assert!(told.contains(&format!("the start is {number}, which is no time")), "{told}");
    }
    assert_eq!(read_meetings(&folder.join("o")).len(), 6);
    fs::write(folder.join("t.csv"), "meeting,speaker,start,end\nm1,a,NaN,2\nm2,a,1,2\nm1,a,x,y\n")
        .unwrap();
    let (code, told) = run(&folder, &["t.csv", "-o", "o"]);
    assert_eq!(code, 3);
    assert!(
        told.contains(
            "meeting m1: error: line 2 of t.csv: expected the start in seconds, found \"NaN\""
        ),
        "{told}"
    );
    assert!(told.contains("2 meetings, 1 of them bad"), "{told}");
}

#[test]
fn rows_of_no_meeting_are_counted() {
    let folder = folder("nameless");
    let mut rows = generated(3, 10);
    rows.insert(4, Row { meeting: None, ..row("", "ana", 0.0, 1.0) });
    rows.push(row("  ", "ana", 0.0, 1.0));
    write_parquet(&folder.join("t.parquet"), &rows, 6);
    write_csv(&folder.join("t.csv"), &rows);
    for name in ["t.parquet", "t.csv"] {
        let (code, told) = run(&folder, &[name, "-o", "o"]);
        assert_eq!(code, 3);
        assert!(told.contains("2 rows are of no meeting, the first: "), "{told}");
        assert_eq!(read_meetings(&folder.join("o")).len(), 3);
    }
}

#[test]
fn what_cannot_be_read_is_listed_and_the_rest_is_scored() {
    let folder = folder("truncated");
    let rows = generated(20, 30);
    fs::create_dir(folder.join("in")).unwrap();
    let half = rows.len() / 2;
    write_parquet(&folder.join("in/a.parquet"), &rows[..half], 60);
    write_parquet(&folder.join("in/b.parquet"), &rows[half..], 60);
    let bytes = fs::read(folder.join("in/b.parquet")).unwrap();
    fs::write(folder.join("in/b.parquet"), &bytes[..bytes.len() / 2]).unwrap();
    fs::write(folder.join("in/c.parquet"), b"").unwrap();
    let (code, told) = run(&folder, &["in", "-o", "o"]);
    assert_eq!(code, 1, "{told}");
    assert!(
        told.contains("in/b.parquet: error: ") && told.contains("in/c.parquet: error: "),
        "{told}"
    );
    assert!(!read_meetings(&folder.join("o")).is_empty());

    // A page that is damaged: what its row group may have held is told, and no meeting is scored
    // without a part of its turns.
    fs::remove_file(folder.join("in/c.parquet")).unwrap();
    let mut bytes = bytes;
    // The head of the first page.
    bytes[4..40].fill(0xFF);
    fs::write(folder.join("in/b.parquet"), &bytes).unwrap();
    let (code, told) = run(&folder, &["in", "-o", "o"]);
    assert_eq!(code, 1, "{told}");
    assert!(told.contains("rows 1 to 60 of in/b.parquet: error: "), "{told}");
    let whole = expected(&rows, true).0;
    for (name, found) in read_meetings(&folder.join("o")) {
        match &found.error {
            Some(error) => assert!(error.contains("may be missing"), "{error}"),
            None => assert_eq!(found, whole[&name]),
        }
    }
    for (name, text) in
        [("t.csv", &b"meeting,speaker,start,end\nm,\xFF,0,1\n"[..]), ("t.jsonl", b"{\"meeting\":")]
    {
        fs::write(folder.join(name), text).unwrap();
        let (code, told) = run(&folder, &[name, "-o", "o"]);
        assert!(code == 1 || code == 3, "{told}");
        assert!(told.contains(name), "{told}");
    }
}

#[test]
fn any_bytes_in_place_of_a_page_are_no_panic() {
    let folder = folder("damaged");
    let rows = generated(6, 40);
    write_parquet(&folder.join("whole.parquet"), &rows, 100);
    let bytes = fs::read(folder.join("whole.parquet")).unwrap();
    let whole = expected(&rows, false).0;
    for at in (4..bytes.len()).step_by(bytes.len() / 40) {
        let mut damaged = bytes.clone();
        damaged[at] ^= 0x55;
        fs::write(folder.join("t.parquet"), &damaged).unwrap();
        let input = [folder.join("t.parquet").to_string_lossy().into_owned()];
        let done = sociogram::corpus::Corpus::new().intervals(false).run(
            &input,
            &folder.join("o"),
            &|_| {},
        );
        // Numbers have no check of their own, so a row may be another one; a meeting is never without
        // a part of its rows.
        if let Ok(summary) = done
            && summary.is_fine()
        {
            let turns: i64 = read_meetings(&folder.join("o"))
                .values()
                .map(|row| row.turns + row.repairs.unwrap())
                .sum();
            assert_eq!(turns, whole.values().map(|row| row.turns).sum::<i64>(), "byte {at}");
        }
    }
}

#[test]
fn row_groups_without_statistics_are_shared_by_all() {
    let folder = folder("no-statistics");
    let rows = generated(10, 30);
    let text = |of: fn(&Row) -> Option<&str>| -> ArrayRef {
        Arc::new(rows.iter().map(of).collect::<StringArray>())
    };
    let number = |of: fn(&Row) -> Option<f64>| -> ArrayRef {
        Arc::new(rows.iter().map(of).collect::<arrow_array::Float64Array>())
    };
    let batch = RecordBatch::try_from_iter([
        ("meeting", text(|row| row.meeting.as_deref())),
        ("speaker", text(|row| row.speaker.as_deref())),
        ("start", number(|row| row.start)),
        ("end", number(|row| row.end)),
    ]);
    let properties = WriterProperties::builder()
        .set_statistics_enabled(EnabledStatistics::None)
        .set_dictionary_enabled(false)
        .set_max_row_group_row_count(Some(50));
    write_batch(&folder.join("t.parquet"), &batch.unwrap(), properties.build());
    assert_eq!(run(&folder, &["t.parquet", "-o", "o"]).0, 0);
    assert_eq!(read_meetings(&folder.join("o")), expected(&rows, true).0);
}

#[test]
fn a_meeting_of_five_thousand_speakers_has_its_pairs() {
    let folder = folder("crowd");
    let mut rows = generated(2, 10);
    for at in 0..20_000_u32 {
        let start = f64::from(at) * 0.7;
        rows.push(row("crowd", &format!("p{}", at * 7 % 5_000), start, start + 1.5));
    }
    write_parquet(&folder.join("t.parquet"), &rows, 3_000);
    let (code, told) = run(&folder, &["t.parquet", "-o", "o", "--pairs", "p", "--no-intervals"]);
    assert_eq!(code, 0, "{told}");
    let (meetings, pairs) = expected(&rows, false);
    assert_eq!(meetings["crowd"].participants, Some(5_000));
    assert_eq!(read_meetings(&folder.join("o")), meetings);
    assert_eq!(read_pairs(&folder.join("p")), pairs);
}

#[test]
#[ignore = "takes a quarter of a gigabyte and some seconds"]
fn a_meeting_of_five_million_turns_is_scored() {
    let folder = folder("long");
    let mut rows = generated(2, 10);
    for at in 0..5_000_000_u32 {
        let start = f64::from(at) * 0.5;
        rows.push(row(
            "m0000-long",
            ["ana", "ben", "eva", "zoe"][(at * 7 % 13 % 4) as usize],
            start,
            start + 0.75,
        ));
    }
    let expected = expected(&rows, false).0;
    write_parquet(&folder.join("t.parquet"), &rows, 1_000_000);
    write_parquet(&folder.join("one.parquet"), &rows, 10_000_000);
    drop(rows);
    for name in ["t.parquet", "one.parquet"] {
        let (code, told) = run(&folder, &[name, "-o", "o", "--no-intervals"]);
        assert_eq!(code, 0, "{told}");
        assert_eq!(read_meetings(&folder.join("o")), expected);
    }
}

#[test]
fn what_cannot_be_written_is_told_before_any_work() {
    let folder = folder("unwritable");
    write_parquet(&folder.join("t.parquet"), &generated(2, 10), 100);
    fs::create_dir(folder.join("folder")).unwrap();
    fs::write(folder.join("file"), "").unwrap();
    for (output, pairs) in [
        ("missing/o", "p"),
        ("file/o", "p"),
        ("folder", "p"),
        ("o", "folder"),
        ("/dev/null", "p"),
        ("o", "/dev/null"),
        ("o", "missing/p"),
        ("/proc/o", "p"),
    ] {
        let (code, told) = run(&folder, &["t.parquet", "-o", output, "--pairs", pairs]);
        assert_eq!(code, 1, "{told}");
        assert!(told.contains("cannot be written"), "{told}");
        assert!(!folder.join("o").exists() && !folder.join("o.parts").exists());
    }
    // Whoever runs the tests may be allowed to write anywhere.
    fs::create_dir(folder.join("locked")).unwrap();
    fs::set_permissions(folder.join("locked"), fs::Permissions::from_mode(0o500)).unwrap();
    if File::create(folder.join("locked/probe")).is_err() {
        let (code, told) = run(&folder, &["t.parquet", "-o", "locked/o"]);
        assert_eq!((code, told.contains("cannot be written")), (1, true), "{told}");
    }
    fs::create_dir(folder.join("o.parts")).unwrap();
    fs::write(folder.join("o.parts/mine"), "").unwrap();
    let (code, told) = run(&folder, &["t.parquet", "-o", "o", "--restart"]);
    assert_eq!(code, 1);
    assert!(told.contains("expected no such folder"), "{told}");
    assert!(folder.join("o.parts/mine").exists());
}

#[test]
fn a_second_run_on_the_same_output_is_refused() {
    let folder = folder("busy");
    let rows = generated(3, 20);
    write_parquet(&folder.join("t.parquet"), &rows, 100);
    fs::create_dir(folder.join("o.parts")).unwrap();
    let lock = File::create(folder.join("o.parts/lock")).unwrap();
    lock.lock().unwrap();
    for arguments in [&["t.parquet", "-o", "o"][..], &["t.parquet", "-o", "o", "--restart"]] {
        let (code, told) = run(&folder, arguments);
        assert_eq!(code, 1, "{told}");
        assert!(told.contains("o.parts: another run is at work on the same output"), "{told}");
    }
    // What a run that was killed leaves is locked by nobody.
    drop(lock);
    let (code, told) = run(&folder, &["t.parquet", "-o", "o"]);
    assert_eq!(code, 0, "{told}");
    assert_eq!(read_meetings(&folder.join("o")), expected(&rows, true).0);
    assert!(!folder.join("o.parts").exists());
}

/// On a disk of its own, which is full, then larger.
const FILLS_UP: &str = r#"
set -e
mount -t tmpfs -o size=96k tmpfs disk
code=0
"$SOCIOGRAM" corpus in -o disk/o.parquet --threads 2 2>told || code=$?
echo "$code" >code
ls disk >left
ls disk/o.parquet.parts >parts
mount -o remount,size=64m disk
"$SOCIOGRAM" corpus in -o disk/o.parquet --threads 2
cp disk/o.parquet resumed.parquet
ls disk >after
"#;

#[test]
#[expect(clippy::print_stderr, reason = "what is not run is said")]
fn a_disk_that_fills_up_is_told_and_the_run_goes_on_when_there_is_room() {
    let folder = folder("full");
    fs::create_dir(folder.join("disk")).unwrap();
    fs::create_dir(folder.join("in")).unwrap();
    let rows = generated(600, 40);
    for (at, some) in rows.chunks(4_000).enumerate() {
        write_parquet(&folder.join(format!("in/t{at}.parquet")), some, 500);
    }
    // Files of one recording come in tasks of their own, so that some are done and some are not.
    for at in 0..600 {
        let line = "SPEAKER x 1 0.5 1.25 <NA> <NA> ana <NA> <NA>\n";
        let name =
            format!("in/a-recording-of-a-meeting-with-a-name-that-takes-some-room-{at}.rttm");
        fs::write(folder.join(name), line).unwrap();
    }
    assert_eq!(run(&folder, &["in", "-o", "whole.parquet"]).0, 0);
    let whole = fs::read(folder.join("whole.parquet")).unwrap();
    let shell = Command::new("unshare")
        .args(["--user", "--map-root-user", "--mount", "sh", "-c", FILLS_UP])
        .env("SOCIOGRAM", env!("CARGO_BIN_EXE_sociogram"))
        .current_dir(&folder)
        .output();
    let said = |name: &str| fs::read_to_string(folder.join(name)).unwrap_or_default();
    let shell = match shell {
        Ok(shell) if said("code").is_empty() => {
            let why = String::from_utf8_lossy(&shell.stderr).into_owned();
            return eprintln!("*** NOT RUN: a disk of its own cannot be had here: {why}");
        }
        Err(error) => return eprintln!("*** NOT RUN: there is no unshare: {error}"),
        Ok(shell) => shell,
    };
    let told = said("told");
    assert_eq!(said("code"), "1\n", "{told}");
    assert!(told.contains("No space left on device"), "{told}");
    assert!(told.contains("what is done is kept, and the same command goes on"), "{told}");
    assert_eq!(said("left"), "o.parquet.parts\n", "there is no output that is not whole");
    assert!(said("parts").contains("manifest.json"), "{}", said("parts"));
    assert!(!said("parts").contains(".tmp"), "{}", said("parts"));
    assert!(shell.status.success(), "{}", String::from_utf8_lossy(&shell.stderr));
    assert_eq!(said("after"), "o.parquet\n");
    assert!(fs::read(folder.join("resumed.parquet")).unwrap() == whole);
}

#[test]
fn inputs_that_are_not_there_are_told() {
    let folder = folder("missing");
    fs::create_dir(folder.join("empty")).unwrap();
    for (input, problem) in [
        ("nowhere", "nowhere: No such file"),
        ("empty", "no file to read"),
        ("ftp://host/x", "ftp://host/x: "),
        ("file:///nowhere-at-all", "No such file"),
    ] {
        let (code, told) = run(&folder, &[input, "-o", "o"]);
        assert_eq!(code, 1);
        assert!(told.contains(problem), "{told}");
        assert!(!folder.join("o.parts").exists());
    }
    let (code, told) = run(&folder, &["x", "-o", "o", "--pairs", "o"]);
    assert_eq!(code, 2, "{told}");
}
