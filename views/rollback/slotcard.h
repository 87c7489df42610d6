#pragma once

#include "release/slotboard.h"
#include "theme/theme.h"

#include <QFrame>

class QLabel;
class QPushButton;

namespace qd {

class FactList;
class ToneChip;

/// One slot: what it runs, how that did, how old and how healthy it is, how many visitors it gets. GUI thread.
class SlotCard final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SlotCard)

public:
    /// `theme` is borrowed and must outlive the widget.
    explicit SlotCard(const Theme &theme, QWidget *parent = nullptr);

    /// `now` is what ages are told by.
    void setSlot(const Slot &slot, Instant now);
    void setPlannable(bool isPlannable);
    /// The slot that the plan goes to.
    void setChosen(bool isChosen);
    [[nodiscard]] SlotName name() const { return m_name; }

signals:
    void planRequested(const qd::SlotName &slot);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void showVerdict(const Slot &slot);
    void showFacts(const Slot &slot, Instant now);

    const Theme &m_theme;
    SlotName m_name;
    bool m_isChosen = false;
    QLabel *m_title;
    ToneChip *m_place;
    ToneChip *m_verdict;
    QLabel *m_build;
    FactList *m_prompts;
    FactList *m_facts;
    QPushButton *m_plan;
};

} // namespace qd
