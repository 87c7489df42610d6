#pragma once

#include "slodetail.h"

#include <QObject>

namespace qd {

/// The one SLO whose detail is open. GUI thread.
class SloDetailStore final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SloDetailStore)

public:
    explicit SloDetailStore(QObject *parent = nullptr);

    [[nodiscard]] const SloDetail &detail() const { return m_detail; }

    /// Starts anew with another SLO, nothing loaded. Does nothing when it is already open.
    void open(const SloId &id);
    void close();
    /// The whole history of the open SLO; a reply for another one is ignored.
    void applyHistory(const SloId &id, std::vector<SliPoint> series, std::vector<SliPoint> burnDown, Instant asOf);
    /// The history could not be read: what was loaded stays.
    void fail(const SloId &id, const Error &error);

signals:
    void changed();

private:
    void replace(SloDetail next);

    SloDetail m_detail;
};

} // namespace qd
