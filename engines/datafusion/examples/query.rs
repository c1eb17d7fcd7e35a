//! Scores the meetings of Parquet files, by SQL.
//!
//! `cargo run --release --example query -- turns.parquet` prints a row a meeting as JSON Lines. A
//! query of one's own finds the turns in the table `turns`. How much was spilled to disk goes to
//! standard error.

use std::error::Error;
use std::io::{self, BufWriter, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use clap::Parser;
use datafusion::arrow::json::writer::{LineDelimited, WriterBuilder};
use datafusion::arrow::util::pretty::pretty_format_batches;
use datafusion::execution::runtime_env::RuntimeEnvBuilder;
use datafusion::physical_plan::{ExecutionPlan, execute_stream};
use datafusion::prelude::{ParquetReadOptions, SessionConfig, SessionContext};
use futures_util::StreamExt as _;

/// A row a meeting.
const MEETINGS: &str = r#"SELECT meeting, interaction_score(speaker, start, "end") AS score,
    count(*) AS turns
    FROM turns GROUP BY meeting ORDER BY meeting"#;

/// Scores the meetings of Parquet files, by SQL.
#[derive(Parser)]
struct Arguments {
    /// A Parquet file, or a folder of them, with the columns meeting, speaker, start and end
    input: PathBuf,
    /// How many parts are worked on at a time [default: one a core]
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u16).range(1..))]
    partitions: Option<u16>,
    /// How much DataFusion may keep in memory; what is beyond goes to disk [default: all]
    #[arg(long, value_name = "MB", value_parser = clap::value_parser!(u32).range(1..))]
    memory: Option<u32>,
    /// Rows of a batch; fewer take less memory, since in between a row is a whole meeting
    /// [default: 8192, with --memory 512]
    #[arg(long, value_name = "ROWS", value_parser = clap::value_parser!(u16).range(1..))]
    batch_size: Option<u16>,
    /// A query over the table `turns`
    #[arg(long, value_name = "QUERY", default_value = MEETINGS, hide_default_value = true)]
    sql: String,
    /// Print a table, not JSON Lines
    #[arg(long)]
    table: bool,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().build() {
        Ok(runtime) => runtime,
        Err(error) => return failed(&error),
    };
    match runtime.block_on(run(&arguments)) {
        Ok(told) => {
            tell(&told);
            ExitCode::SUCCESS
        }
        Err(error) => failed(error.as_ref()),
    }
}

async fn run(arguments: &Arguments) -> Result<String, Box<dyn Error>> {
    let began = Instant::now();
    let context = context(arguments)?;
    let input = arguments.input.to_str().ok_or("expected a path in UTF-8, found another")?;
    context.register_parquet("turns", input, ParquetReadOptions::default()).await?;
    let plan = context.sql(&arguments.sql).await?.create_physical_plan().await?;

    let mut rows = 0;
    let mut batches = execute_stream(Arc::clone(&plan), context.task_ctx())?;
    let mut out = WriterBuilder::new()
        .with_explicit_nulls(true)
        .build::<_, LineDelimited>(BufWriter::new(io::stdout().lock()));
    let mut kept = Vec::new();
    while let Some(batch) = batches.next().await {
        let batch = batch?;
        rows += batch.num_rows();
        if arguments.table {
            // The widths of a table's columns depend on all of its rows.
            kept.push(batch);
        } else {
            out.write(&batch)?;
        }
    }
    out.finish()?;
    let mut out = out.into_inner();
    if arguments.table {
        writeln!(out, "{}", pretty_format_batches(&kept)?)?;
    }
    out.flush()?;

    let mut spilled = Spilled::default();
    spilled.add(plan.as_ref());
    Ok(format!("{rows} rows in {:.2} s; {spilled}", began.elapsed().as_secs_f64()))
}

fn context(arguments: &Arguments) -> Result<SessionContext, Box<dyn Error>> {
    let mut config = SessionConfig::new();
    if let Some(partitions) = arguments.partitions {
        config = config.with_target_partitions(partitions.into());
    }
    let batch_size = arguments.batch_size.or(arguments.memory.map(|_| 512));
    if let Some(rows) = batch_size {
        config = config.with_batch_size(rows.into());
    }
    let mut runtime = RuntimeEnvBuilder::new();
    if let Some(megabytes) = arguments.memory {
        let bytes = usize::try_from(u64::from(megabytes) * 1_000_000)?;
        runtime = runtime.with_memory_pool(sociogram_datafusion::memory_limit(bytes));
    }
    let context = SessionContext::new_with_config_rt(config, runtime.build_arc()?);
    sociogram_datafusion::register(&context);
    Ok(context)
}

/// What a plan wrote to disk, by its own metrics.
#[derive(Default)]
struct Spilled {
    files: usize,
    rows: usize,
    bytes: usize,
}

impl Spilled {
    fn add(&mut self, plan: &dyn ExecutionPlan) {
        if let Some(metrics) = plan.metrics() {
            self.files += metrics.spill_count().unwrap_or(0);
            self.rows += metrics.spilled_rows().unwrap_or(0);
            self.bytes += metrics.spilled_bytes().unwrap_or(0);
        }
        plan.children().into_iter().for_each(|child| self.add(child.as_ref()));
    }
}

impl std::fmt::Display for Spilled {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { files, rows, bytes } = *self;
        if files == 0 {
            return f.write_str("nothing spilled");
        }
        write!(f, "spilled {:.1} MB, {rows} rows in {files} files", bytes as f64 / 1e6)
    }
}

fn failed(error: &dyn Error) -> ExitCode {
    tell(&format!("error: {error}"));
    ExitCode::FAILURE
}

/// Where standard error is closed there is nobody to tell.
fn tell(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}
