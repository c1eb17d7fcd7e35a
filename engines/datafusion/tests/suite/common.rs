//! Meetings as tables, queries over them, and what the library says.

use std::collections::BTreeMap;
use std::sync::Arc;

use datafusion::arrow::array::{
    Array, ArrayRef, AsArray, Float64Array, RecordBatch, StringArray, StructArray,
};
use datafusion::arrow::datatypes::{Float64Type, SchemaRef};
use datafusion::common::Result;
use datafusion::datasource::MemTable;
use datafusion::execution::runtime_env::RuntimeEnvBuilder;
use datafusion::physical_plan::{ExecutionPlan, collect, displayable};
use datafusion::prelude::{SessionConfig, SessionContext};
use sociogram::generate::{Generator, Kind};
use sociogram::{Analyzer, Conversation, Turns};

/// The query of most tests.
pub(crate) const BOTH: &str = r#"SELECT meeting, interaction_score(speaker, start, "end"),
    interactions(speaker, start, "end") FROM turns GROUP BY meeting"#;

/// A row of a table of turns.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) meeting: String,
    pub(crate) speaker: String,
    pub(crate) start: f64,
    pub(crate) end: f64,
}

/// What is said of a meeting: the bits of its score, and of each pair.
pub(crate) type Said = (Option<u64>, Vec<(String, String, [u64; 6])>);

/// Turns by meeting.
pub(crate) type Corpus = BTreeMap<String, Turns>;

/// So many meetings of all kinds, some with one speaker only.
pub(crate) fn corpus(seed: u64, meetings: usize, speakers: usize, turns: usize) -> Corpus {
    (0..meetings)
        .map(|at| {
            let kind = Kind::ALL[at % Kind::ALL.len()];
            let turns = Generator::new(kind, 2 + at % speakers, 1 + at * 7 % turns);
            (format!("meeting {at}"), turns.seed(seed ^ at as u64).turns())
        })
        .collect()
}

/// The rows of a corpus, meeting by meeting.
pub(crate) fn rows(corpus: &Corpus) -> Vec<Row> {
    let row = |meeting: &String, speaker: &str, start, end| Row {
        meeting: meeting.clone(),
        speaker: speaker.to_owned(),
        start,
        end,
    };
    corpus
        .iter()
        .flat_map(|(meeting, turns)| {
            turns.iter().map(move |(label, span)| {
                row(meeting, label, span.start().seconds(), span.end().seconds())
            })
        })
        .collect()
}

/// The same rows in an order that depends on the seed alone.
pub(crate) fn scattered(mut rows: Vec<Row>, seed: u64) -> Vec<Row> {
    let mut state = seed | 1;
    for at in (1..rows.len()).rev() {
        // xorshift64
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        rows.swap(at, (state % (at as u64 + 1)) as usize);
    }
    rows
}

/// What the library says.
pub(crate) fn expected(corpus: &Corpus, analyzer: &Analyzer) -> BTreeMap<String, Said> {
    corpus
        .iter()
        .map(|(meeting, turns)| {
            let conversation = Conversation::new(turns.clone()).unwrap();
            let analysis = analyzer.analyze(&conversation);
            let pairs = analysis.pairs().map(|pair| {
                let [first, second] = pair.labels().map(|label| label.to_string());
                let numbers = [
                    pair.absolute,
                    pair.relative,
                    pair.strength,
                    pair.to_second,
                    pair.to_first,
                    pair.rate,
                ];
                (first, second, numbers.map(f64::to_bits))
            });
            (meeting.clone(), (analysis.score().map(f64::to_bits), pairs.collect()))
        })
        .collect()
}

pub(crate) fn batch(rows: &[Row]) -> RecordBatch {
    let text = |of: fn(&Row) -> &str| {
        Arc::new(StringArray::from_iter_values(rows.iter().map(of))) as ArrayRef
    };
    let number = |of: fn(&Row) -> f64| {
        Arc::new(Float64Array::from_iter_values(rows.iter().map(of))) as ArrayRef
    };
    RecordBatch::try_from_iter([
        ("meeting", text(|row| &row.meeting)),
        ("speaker", text(|row| &row.speaker)),
        ("start", number(|row| row.start)),
        ("end", number(|row| row.end)),
    ])
    .unwrap()
}

/// How a query runs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct How {
    pub(crate) partitions: usize,
    pub(crate) batch_size: usize,
    /// Bytes that it may take; all where there are none.
    pub(crate) memory: Option<usize>,
}

impl How {
    pub(crate) fn partitions(partitions: usize) -> Self {
        Self { partitions, batch_size: 8_192, memory: None }
    }

    pub(crate) fn context(self) -> SessionContext {
        let config = SessionConfig::new()
            .with_target_partitions(self.partitions)
            .with_batch_size(self.batch_size)
            .with_sort_spill_reservation_bytes(64 << 10);
        let mut runtime = RuntimeEnvBuilder::new();
        if let Some(memory) = self.memory {
            runtime = runtime.with_memory_pool(sociogram_datafusion::memory_limit(memory));
        }
        let context = SessionContext::new_with_config_rt(config, runtime.build_arc().unwrap());
        sociogram_datafusion::register(&context);
        context
    }

    /// The same with a table `turns`, whose batches lie in turn in as many partitions.
    pub(crate) fn over(self, rows: &[Row]) -> SessionContext {
        let batches = rows.chunks(self.batch_size).map(batch).collect();
        self.over_batches(batch(&[]).schema(), batches)
    }

    pub(crate) fn over_batches(
        self,
        schema: SchemaRef,
        batches: Vec<RecordBatch>,
    ) -> SessionContext {
        let context = self.context();
        let mut partitions = vec![Vec::new(); self.partitions];
        for (at, batch) in batches.into_iter().enumerate() {
            partitions[at % self.partitions].push(batch);
        }
        let table = MemTable::try_new(schema, partitions).unwrap();
        context.register_table("turns", Arc::new(table)).unwrap();
        context
    }
}

/// A table `turns` of these columns, in a context of two partitions.
pub(crate) fn table(columns: Vec<(&str, ArrayRef)>) -> SessionContext {
    let batch = RecordBatch::try_from_iter_with_nullable(
        columns.into_iter().map(|(name, column)| (name, column, true)),
    )
    .unwrap();
    How::partitions(2).over_batches(batch.schema(), vec![batch])
}

/// What came of a query.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) batches: Vec<RecordBatch>,
    pub(crate) plan: String,
    pub(crate) spilled: usize,
}

pub(crate) fn wait<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().unwrap().block_on(future)
}

pub(crate) fn ask(context: &SessionContext, query: &str) -> Result<Answer> {
    wait(async {
        let plan = context.sql(query).await?.create_physical_plan().await?;
        let batches = collect(Arc::clone(&plan), context.task_ctx()).await?;
        let text = displayable(plan.as_ref()).indent(false).to_string();
        Ok(Answer { batches, plan: text, spilled: spilled(plan.as_ref()) })
    })
}

/// How often anything in a plan wrote to disk.
fn spilled(plan: &dyn ExecutionPlan) -> usize {
    let own = plan.metrics().and_then(|metrics| metrics.spill_count()).unwrap_or(0);
    own + plan.children().into_iter().map(|child| spilled(child.as_ref())).sum::<usize>()
}

/// The message of what must not work.
pub(crate) fn refused(context: &SessionContext, query: &str) -> String {
    match ask(context, query) {
        Ok(answer) => panic!("{query}: expected an error, found {:?}", answer.batches),
        Err(error) => error.strip_backtrace(),
    }
}

/// The one number that a query answers with.
pub(crate) fn number(context: &SessionContext, query: &str) -> Option<f64> {
    let answer = ask(context, query).unwrap();
    let batches: Vec<_> = answer.batches.iter().filter(|batch| batch.num_rows() > 0).collect();
    assert_eq!((batches.len(), batches[0].num_rows()), (1, 1), "{query}");
    let column = batches[0].column(0).as_primitive::<Float64Type>();
    column.is_valid(0).then(|| column.value(0))
}

impl Answer {
    pub(crate) fn rows(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    /// What [`BOTH`] says, each meeting once.
    pub(crate) fn said(&self) -> BTreeMap<String, Said> {
        let mut said = BTreeMap::new();
        for batch in &self.batches {
            let meetings = batch.column(0).as_string::<i32>();
            let scores = batch.column(1).as_primitive::<Float64Type>();
            let lists = batch.column(2).as_list::<i32>();
            for row in 0..batch.num_rows() {
                let score = scores.is_valid(row).then(|| scores.value(row).to_bits());
                let pairs = pairs(lists.value(row).as_struct());
                let before = said.insert(meetings.value(row).to_owned(), (score, pairs));
                assert!(before.is_none(), "{} came twice", meetings.value(row));
            }
        }
        said
    }
}

fn pairs(list: &StructArray) -> Vec<(String, String, [u64; 6])> {
    let label = |name| list.column_by_name(name).unwrap().as_string_view();
    let numbers = ["value", "relative", "responses", "to_second", "to_first", "rate"]
        .map(|name| list.column_by_name(name).unwrap().as_primitive::<Float64Type>());
    (0..list.len())
        .map(|row| {
            let [first, second] = ["first", "second"].map(|name| label(name).value(row).to_owned());
            (first, second, numbers.map(|column| column.value(row).to_bits()))
        })
        .collect()
}
