#pragma once

#include "change/change.h"
#include "error.h"

#include <QHash>
#include <QList>
#include <QObject>

namespace qd {

/// What was changed, from every source: one list, oldest first, each change once. GUI thread.
class ChangeStore final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ChangeStore)

public:
    static constexpr qsizetype maxChanges = 1000; ///< the newest are kept

    /// What one apply() did to the list.
    struct Difference {
        QList<ChangeId> added;
        QList<ChangeId> updated;
        QList<ChangeId> removed;
    };

    explicit ChangeStore(QObject *parent = nullptr);

    [[nodiscard]] const QList<Change> &changes() const { return m_changes; }
    /// Nothing when no change has this id.
    [[nodiscard]] const Change *change(const ChangeId &id) const;
    /// Faults that are being injected now.
    [[nodiscard]] QList<Change> ongoing() const;
    /// How many older changes the cap left out.
    [[nodiscard]] qsizetype dropped() const { return m_dropped; }
    [[nodiscard]] bool isLoaded() const { return m_asOf.has_value(); }
    /// The last success of any source.
    [[nodiscard]] std::optional<Instant> asOf() const { return m_asOf; }
    /// Sources that failed last, with why.
    [[nodiscard]] const QHash<QString, Error> &errors() const { return m_errors; }

    /// Everything that `source` knows now; the same change told by two sources is kept once, with what either knows.
    void apply(const QString &source, const QList<Change> &changes, Instant asOf);
    /// The source could not be read: what it told before stays.
    void fail(const QString &source, const Error &error);
    /// Another account: nothing is known.
    void clear();

signals:
    /// The list differs from before.
    void changed(const qd::ChangeStore::Difference &difference);
    /// Age or errors differ.
    void healthChanged();

private:
    void rebuild();

    QHash<QString, QList<Change>> m_sources;
    QHash<QString, Error> m_errors;
    QList<Change> m_changes;
    qsizetype m_dropped = 0;
    std::optional<Instant> m_asOf;
};

} // namespace qd
