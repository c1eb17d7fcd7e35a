//! A limit of memory under which a query comes to an end.

use std::fmt;
use std::sync::Arc;

use datafusion::common::Result;
use datafusion::execution::memory_pool::{
    FairSpillPool, MemoryConsumer, MemoryLimit, MemoryPool, MemoryReservation,
};

/// A limit of memory, in bytes, for `RuntimeEnvBuilder::with_memory_pool`: those that can spill share
/// it evenly, as in DataFusion's own `FairSpillPool`, and what lies between two partitions of a query
/// is counted but never spilled.
///
/// With DataFusion's own pools a query with `GROUP BY` on two or more partitions may stop for ever
/// under a limit, without an error, once two of them write to disk for the same third
/// ([apache/datafusion#24883](https://github.com/apache/datafusion/issues/24883), which version 55.2
/// has). Batches between partitions are few, so the limit is exceeded by little, if at all.
///
/// ```
/// use datafusion::execution::runtime_env::RuntimeEnvBuilder;
/// use datafusion::prelude::{SessionConfig, SessionContext};
///
/// # fn main() -> datafusion::error::Result<()> {
/// let limit = sociogram_datafusion::memory_limit(400 << 20);
/// let runtime = RuntimeEnvBuilder::new().with_memory_pool(limit).build_arc()?;
/// let context = SessionContext::new_with_config_rt(SessionConfig::new(), runtime);
/// sociogram_datafusion::register(&context);
/// # Ok(())
/// # }
/// ```
#[must_use]
pub fn memory_limit(bytes: usize) -> Arc<dyn MemoryPool> {
    Arc::new(Limit { bytes, shared: FairSpillPool::new(bytes) })
}

#[derive(Debug)]
struct Limit {
    bytes: usize,
    shared: FairSpillPool,
}

/// Whether this is what lies between partitions.
fn is_between_partitions(reservation: &MemoryReservation) -> bool {
    reservation.consumer().name().starts_with("RepartitionExec[")
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {} bytes", self.name(), self.bytes)
    }
}

impl MemoryPool for Limit {
    fn name(&self) -> &str {
        "sociogram_datafusion::memory_limit"
    }

    fn register(&self, consumer: &MemoryConsumer) {
        self.shared.register(consumer);
    }

    fn unregister(&self, consumer: &MemoryConsumer) {
        self.shared.unregister(consumer);
    }

    fn grow(&self, reservation: &MemoryReservation, additional: usize) {
        self.shared.grow(reservation, additional);
    }

    fn shrink(&self, reservation: &MemoryReservation, shrink: usize) {
        self.shared.shrink(reservation, shrink);
    }

    fn try_grow(&self, reservation: &MemoryReservation, additional: usize) -> Result<()> {
        if is_between_partitions(reservation) {
            self.shared.grow(reservation, additional);
            return Ok(());
        }
        self.shared.try_grow(reservation, additional)
    }

    fn reserved(&self) -> usize {
        self.shared.reserved()
    }

    fn memory_limit(&self) -> MemoryLimit {
        MemoryLimit::Finite(self.bytes)
    }
}
