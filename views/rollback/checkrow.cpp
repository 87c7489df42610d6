#include "rollback/checkrow.h"

#include "widgets/labels.h"

#include <QHBoxLayout>
#include <QPainter>

namespace qd {

namespace {

constexpr int checkGlyph = 16;
constexpr int checkTitleWidth = 200;

} // namespace

StateLook lookOfCheck(ReleaseCheck::State state)
{
    switch (state) {
    case ReleaseCheck::State::Pass: return {Glyph::Tick, StatusTone::Ok, CheckRow::tr("Passed"), false};
    case ReleaseCheck::State::Warn: return {Glyph::Bang, StatusTone::Warn, CheckRow::tr("Warning"), false};
    case ReleaseCheck::State::Fail: return {Glyph::Cross, StatusTone::Crit, CheckRow::tr("Failed"), false};
    case ReleaseCheck::State::Waiting: return {Glyph::Arc, StatusTone::Info, CheckRow::tr("Waiting"), false};
    }
    return {};
}

CheckRow::CheckRow(const Theme &theme, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_title(makeLabel(this, QStringLiteral("checkTitle"))),
      m_reason(makeLabel(this, QStringLiteral("checkReason"), "secondary"))
{
    setMinimumHeight(height::row);
    m_title->setFixedWidth(checkTitleWidth);
    m_reason->setWordWrap(true);
    m_reason->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(checkGlyph + space::m, space::xxs, 0, space::xxs);
    layout->setSpacing(space::m);
    layout->addWidget(m_title, 0, Qt::AlignTop);
    layout->addWidget(m_reason, 1);
    connect(&theme, &Theme::changed, this, [this] { update(); });
}

void CheckRow::setCheck(const ReleaseCheck &check)
{
    const StateLook look = lookOfCheck(check.state);
    m_glyph = look.glyph;
    m_tone = look.tone;
    m_title->setText(check.title);
    m_reason->setText(check.reason);
    setAccessibleName(look.word % QStringLiteral(": ") % check.title % QStringLiteral(". ") % check.reason);
    setToolTip(look.word);
    update();
}

void CheckRow::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const qreal top = m_title->geometry().center().y() - checkGlyph / 2.0 + 1;
    paintGlyph(painter, QRectF(0, top, checkGlyph, checkGlyph), m_glyph, m_tone, m_theme.tokens());
}

} // namespace qd
