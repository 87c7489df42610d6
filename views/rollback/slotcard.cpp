#include "rollback/slotcard.h"

#include "format.h"
#include "rollback/tonechip.h"
#include "widgets/factlist.h"
#include "widgets/labels.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace qd {

namespace {

constexpr int cardMinWidth = 300;

QString agoText(const std::optional<Instant> &at, Instant now)
{
    return at ? SlotCard::tr("%1 ago").arg(format::age(std::max(now - *at, Microseconds{0}))) : SlotCard::tr("not known");
}

QString healthText(const SlotSite &site)
{
    if (site.isBusy())
        return SlotCard::tr("%1, an operation runs").arg(site.state);
    return site.availability.isEmpty() ? site.state : site.state + QStringLiteral(", ") + site.availability.toLower();
}

QString recordText(const ReleaseVerdict &verdict)
{
    if (verdict.total <= 0)
        return SlotCard::tr("no tasks seen");
    return SlotCard::tr("%1 of %2 tasks").arg(format::percent(verdict.success, 2), format::number(verdict.total));
}

} // namespace

SlotCard::SlotCard(const Theme &theme, QWidget *parent)
    : QFrame(parent), m_theme(theme), m_title(makeLabel(this, QStringLiteral("slotName"), "panelTitle")), m_place(new ToneChip(theme, this)),
      m_verdict(new ToneChip(theme, this)), m_build(makeLabel(this, QStringLiteral("slotBuild"))), m_prompts(new FactList(this)),
      m_facts(new FactList(this)), m_plan(new QPushButton(tr("Plan to this slot"), this))
{
    setProperty("qdRole", QStringLiteral("panel"));
    setMinimumWidth(cardMinWidth);
    m_place->setObjectName(QStringLiteral("slotPlace"));
    m_verdict->setObjectName(QStringLiteral("slotVerdict"));
    m_plan->setObjectName(QStringLiteral("slotPlan"));
    QSizePolicy kept = m_plan->sizePolicy();
    kept.setRetainSizeWhenHidden(true);
    m_plan->setSizePolicy(kept);
    m_build->setFont(monoFont(TextSize::ViewTitle, TextWeight::SemiBold));
    auto *head = new QHBoxLayout;
    head->setSpacing(space::s);
    head->addWidget(m_title);
    head->addWidget(m_place);
    head->addStretch();
    head->addWidget(m_plan);
    auto *version = new QHBoxLayout;
    version->setSpacing(space::m);
    version->addWidget(m_build);
    version->addWidget(m_verdict);
    version->addStretch();
    auto *columns = new QHBoxLayout;
    columns->setSpacing(space::xl);
    columns->addWidget(m_prompts, 1, Qt::AlignTop);
    columns->addWidget(m_facts, 1, Qt::AlignTop);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::l, space::m, space::l, space::m);
    layout->setSpacing(space::s);
    layout->addLayout(head);
    layout->addLayout(version);
    layout->addLayout(columns);
    connect(m_plan, &QPushButton::clicked, this, [this] { emit planRequested(m_name); });
    connect(&theme, &Theme::changed, this, [this] { update(); });
}

void SlotCard::setSlot(const Slot &slot, Instant now)
{
    m_name = slot.site.slot;
    const bool isProduction = isProductionSlot(m_name);
    setObjectName(QStringLiteral("slotCard-") + m_name.value);
    m_title->setText(m_name.value);
    m_build->setText(slot.version.build.isEmpty() ? tr("no build named") : slot.version.build);
    m_build->setAccessibleName(tr("Build %1").arg(m_build->text()));
    m_place->setVisible(isProduction || slot.isLastKnownGood);
    m_place->setLook(isProduction ? Glyph::Dot : Glyph::Tick, isProduction ? StatusTone::Info : StatusTone::Ok,
                     isProduction ? tr("Serves visitors") : tr("Last known good"));
    m_plan->setVisible(!isProduction);
    m_plan->setAccessibleName(tr("Plan a rollback to %1").arg(m_name.value));
    showVerdict(slot);
    showFacts(slot, now);
}

void SlotCard::showVerdict(const Slot &slot)
{
    switch (slot.verdict.kind) {
    case ReleaseVerdict::Kind::Good: return m_verdict->setLook(Glyph::Tick, StatusTone::Ok, tr("Good record"));
    case ReleaseVerdict::Kind::Bad: return m_verdict->setLook(Glyph::Cross, StatusTone::Crit, tr("Bad record"));
    case ReleaseVerdict::Kind::Unknown: return m_verdict->setLook(Glyph::DashedRing, StatusTone::Unknown, tr("No record"));
    }
}

void SlotCard::showFacts(const Slot &slot, Instant now)
{
    QList<std::pair<QString, QString>> prompts;
    for (auto it = slot.version.prompts.cbegin(); it != slot.version.prompts.cend(); ++it)
        prompts.append({it.key(), it.value()});
    if (prompts.isEmpty())
        prompts.append({tr("prompts"), tr("none named")});
    m_prompts->setFacts(prompts);
    m_facts->setFacts({{tr("Visitors"), format::percent(slot.trafficPercent / 100, 0)},
                       {tr("Health"), healthText(slot.site)},
                       {tr("Record"), recordText(slot.verdict)},
                       {tr("Changed"), agoText(slot.site.lastModified, now)},
                       {tr("Served last"), agoText(slot.verdict.last, now)}});
}

void SlotCard::setPlannable(bool isPlannable)
{
    m_plan->setEnabled(isPlannable);
    m_plan->setToolTip(isPlannable ? QString() : tr("Something is under way"));
}

void SlotCard::setChosen(bool isChosen)
{
    if (std::exchange(m_isChosen, isChosen) != isChosen)
        update();
}

/// The slot that the plan goes to wears the colour of what is added.
void SlotCard::paintEvent(QPaintEvent *event)
{
    QFrame::paintEvent(event);
    if (!m_isChosen)
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(m_theme.tokens().accent, 2));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), m_theme.tokens().radiusPanel, m_theme.tokens().radiusPanel);
}

} // namespace qd
