#pragma once

#include "sourcehealth.h"

#include <QHash>
#include <QList>
#include <QObject>
#include <QStringList>

namespace qd {

/// The health of every source of telemetry, by name, in the order they were first reported. GUI thread.
class SourceHealthStore final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SourceHealthStore)

public:
    static constexpr qsizetype maxSources = 200; ///< further sources are dropped, with a log line

    explicit SourceHealthStore(QObject *parent = nullptr);

    [[nodiscard]] QStringList names() const { return m_order; }
    [[nodiscard]] qsizetype size() const { return m_order.size(); }
    /// The source, or nullptr. Valid until the next apply() or remove().
    [[nodiscard]] const SourceHealth *source(const QString &name) const;
    /// All sources, in order.
    [[nodiscard]] QList<SourceHealth> sources() const;

    /// Adds or replaces one source; says nothing when it is as before.
    void apply(const SourceHealth &health);
    void remove(const QString &name);

signals:
    void sourceAdded(const QString &name, qsizetype index);
    void sourceChanged(const QString &name, qsizetype index);
    void sourceRemoved(const QString &name, qsizetype index);

private:
    QStringList m_order;
    QHash<QString, SourceHealth> m_sources;
};

} // namespace qd
