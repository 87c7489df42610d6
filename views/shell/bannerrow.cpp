#include "shell/bannerrow.h"

#include "shell/toneglyph.h"
#include "theme/icons.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace qd {

namespace {

constexpr int rowGlyph = 16;

QLabel *bannerLabel(const char *name, TextWeight weight, QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setObjectName(QLatin1StringView(name));
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setWordWrap(true);
    label->setFont(uiFont(TextSize::Body, weight));
    return label;
}

} // namespace

BannerRow::BannerRow(const Theme &theme, const Banner &banner, QWidget *parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_title(bannerLabel("bannerTitle", TextWeight::SemiBold, this))
    , m_detail(bannerLabel("bannerDetail", TextWeight::Regular, this))
    , m_action(new QPushButton(this))
    , m_close(new QToolButton(this))
{
    setObjectName(QStringLiteral("banner"));
    m_detail->setProperty("qdRole", QStringLiteral("secondary"));
    m_close->setObjectName(QStringLiteral("bannerDismiss"));
    m_close->setAccessibleName(tr("Dismiss message"));
    m_close->setToolTip(tr("Dismiss"));
    m_action->setObjectName(QStringLiteral("bannerAction"));
    connect(m_action, &QPushButton::clicked, this, &BannerRow::actionRequested);
    connect(m_close, &QToolButton::clicked, this, &BannerRow::dismissRequested);
    auto *words = new QVBoxLayout;
    words->setSpacing(space::xxs);
    words->addWidget(m_title);
    words->addWidget(m_detail);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(2 * space::m + rowGlyph, space::s, space::s, space::s);
    layout->addLayout(words, 1);
    layout->addWidget(m_action, 0, Qt::AlignVCenter);
    layout->addWidget(m_close, 0, Qt::AlignVCenter);
    connect(&theme, &Theme::changed, this, &BannerRow::restyle);
    restyle();
    setBanner(banner);
}

void BannerRow::setBanner(const Banner &banner)
{
    m_banner = banner;
    m_title->setText(banner.title);
    m_detail->setText(banner.detail);
    m_detail->setVisible(!banner.detail.isEmpty());
    m_action->setText(banner.action);
    m_action->setVisible(!banner.action.isEmpty());
    setAccessibleName(banner.title);
    setAccessibleDescription(banner.detail);
    update();
}

void BannerRow::paintEvent(QPaintEvent *)
{
    const Tokens &tokens = m_theme.tokens();
    const StatusColours &colours = tokens.status(m_banner.tone);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colours.fill, 1));
    painter.setBrush(colours.soft);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), tokens.radiusPanel, tokens.radiusPanel);
    paintGlyph(painter, QRectF(space::m, space::s + 1, rowGlyph, rowGlyph), toneGlyph(m_banner.tone), m_banner.tone, tokens);
}

void BannerRow::restyle()
{
    m_close->setIcon(icons::icon(QStringLiteral("x"), m_theme.tokens().text2, m_theme.tokens().text3, 16));
    update();
}

} // namespace qd
