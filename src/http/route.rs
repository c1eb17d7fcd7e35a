//! The routes that there are, as they are counted and logged.

/// Where a request goes. Paths of requests themselves are neither counted nor logged: there is no
/// end of them, and they may hold anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Route {
    Interactions,
    Score,
    Dynamics,
    Meeting,
    Meetings,
    Report,
    Health,
    Ready,
    Metrics,
    Document,
    Page,
    Other,
}

impl Route {
    /// All of them, each at the place that it is as a number.
    pub(super) const ALL: [Self; 12] = [
        Self::Interactions,
        Self::Score,
        Self::Dynamics,
        Self::Meeting,
        Self::Meetings,
        Self::Report,
        Self::Health,
        Self::Ready,
        Self::Metrics,
        Self::Document,
        Self::Page,
        Self::Other,
    ];

    /// Its path, as it is routed by and told.
    pub(super) const fn path(self) -> &'static str {
        match self {
            Self::Interactions => "/single-feature-api/meeting/meeting-interactions",
            Self::Score => "/single-feature-api/meeting/meeting-interaction_score",
            Self::Dynamics => "/single-feature-api/meeting/meeting-dynamics",
            Self::Meeting => "/meetings/{file_hash}",
            Self::Meetings => "/meetings",
            Self::Report => "/meetings/{file_hash}/report",
            Self::Health => "/healthz",
            Self::Ready => "/readyz",
            Self::Metrics => "/metrics",
            Self::Document => "/openapi.json",
            Self::Page => "/docs",
            Self::Other => "other",
        }
    }

    /// Whether it is for those who look after a service: they are answered when it is busy, too.
    pub(super) const fn is_of_operations(self) -> bool {
        matches!(self, Self::Health | Self::Ready | Self::Metrics | Self::Document | Self::Page)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_at_its_place() {
        for (place, route) in Route::ALL.into_iter().enumerate() {
            assert_eq!(route as usize, place);
        }
    }
}
