#pragma once

#include "cost/ratecheck.h"

#include <QObject>

namespace qd {

/// The rate card that is being edited: every change is checked first and can be undone. GUI thread.
class RateCardStore final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RateCardStore)

public:
    static constexpr qsizetype maxUndo = 100;

    explicit RateCardStore(QObject *parent = nullptr);

    [[nodiscard]] const RateCard &card() const { return m_card; }
    /// The file's state is another one.
    [[nodiscard]] bool isDirty() const { return m_card != m_saved; }
    [[nodiscard]] bool canUndo() const { return !m_undo.isEmpty(); }

    /// The card as it was read; forgets what can be undone.
    void load(const RateCard &card);
    /// What is shown is now what the file holds.
    void markSaved();
    void undo();

    Result<void> addRate(const Rate &rate);
    Result<void> replaceRate(qsizetype index, const Rate &rate);
    void removeRate(qsizetype index);
    /// Nothing removes the tenant's budget.
    Result<void> setBudget(const QString &tenant, std::optional<double> month);

signals:
    void changed();

private:
    void replace(RateCard next);

    RateCard m_card;
    RateCard m_saved;
    QList<RateCard> m_undo;
};

} // namespace qd
