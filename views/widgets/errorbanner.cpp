#include "widgets/errorbanner.h"

#include "format.h"
#include "widgets/labels.h"
#include "widgets/statusglyph.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>

namespace qd {

namespace {

constexpr int bannerGlyph = 20;
constexpr int bannerEdge = 4;
/// A server's sentence may be long; the banner shows its beginning, the report all of it.
constexpr qsizetype bannerTextLimit = 300;

QString bannerLine(QString text)
{
    text = text.simplified();
    return text.size() > bannerTextLimit ? text.left(bannerTextLimit) % QChar(0x2026) : text;
}

QStringList bannerFacts(const ErrorReport &report)
{
    QStringList facts;
    const Error &error = report.error;
    facts << (error.httpStatus > 0 ? ErrorBanner::tr("HTTP %1").arg(error.httpStatus) : errorKindName(error.kind));
    if (!error.vendorCode.isEmpty())
        facts << bannerLine(error.vendorCode);
    if (error.position)
        facts << ErrorBanner::tr("line %1, column %2").arg(error.position->line).arg(error.position->column);
    if (!error.requestId.isEmpty())
        facts << ErrorBanner::tr("request id %1").arg(bannerLine(error.requestId));
    if (!report.traceId.isEmpty())
        facts << ErrorBanner::tr("trace id %1").arg(bannerLine(report.traceId));
    if (report.attempts > 0)
        facts << ErrorBanner::tr("attempt %1").arg(report.attempts);
    if (error.retryAfter)
        facts << ErrorBanner::tr("retry after %1").arg(format::duration(*error.retryAfter));
    return facts;
}

} // namespace

QString errorReportText(const ErrorReport &report)
{
    QStringList lines{report.what, report.error.message};
    lines += bannerFacts(report);
    if (!report.error.detail.isEmpty())
        lines << report.error.detail;
    return lines.join(QLatin1Char('\n'));
}

ErrorBanner::ErrorBanner(const Theme &theme, QWidget *parent)
    : QFrame(parent), m_theme(theme), m_what(makeLabel(this, QStringLiteral("errorWhat"))),
      m_why(makeLabel(this, QStringLiteral("errorWhy"), "secondary")),
      m_facts(makeLabel(this, QStringLiteral("errorFacts"), "mono")), m_retry(new QPushButton(tr("Retry"), this)),
      m_copy(new QPushButton(tr("Copy report"), this))
{
    setObjectName(QStringLiteral("errorBanner"));
    setProperty("qdRole", QStringLiteral("panel"));
    m_what->setFont(uiFont(TextSize::Body, TextWeight::SemiBold));
    m_why->setWordWrap(true);
    m_facts->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_facts->setWordWrap(true);
    m_retry->setObjectName(QStringLiteral("errorRetry"));
    m_retry->setAccessibleName(m_retry->text());
    m_copy->setObjectName(QStringLiteral("errorCopy"));
    m_copy->setAccessibleName(m_copy->text());
    auto *text = new QVBoxLayout;
    text->setSpacing(space::xxs);
    for (QLabel *label : {m_what, m_why, m_facts})
        text->addWidget(label);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(bannerEdge + bannerGlyph + 2 * space::m, space::s, space::m, space::s);
    layout->setSpacing(space::s);
    layout->addLayout(text, 1);
    layout->addWidget(m_copy);
    layout->addWidget(m_retry);
    connect(m_retry, &QPushButton::clicked, this, &ErrorBanner::retryRequested);
    connect(m_copy, &QPushButton::clicked, this, [this] { copyReport(); });
    connect(&theme, &Theme::changed, this, [this] { update(); });
    hide();
}

void ErrorBanner::setReport(const ErrorReport &report)
{
    m_report = report;
    m_what->setText(bannerLine(report.what));
    m_why->setText(bannerLine(report.error.message));
    m_facts->setText(bannerFacts(report).join(QStringLiteral(" · ")));
    m_facts->setToolTip({});
    setAccessibleName(m_what->text() % QStringLiteral(". ") % m_why->text());
    show();
}

void ErrorBanner::clear()
{
    hide();
}

void ErrorBanner::paintEvent(QPaintEvent *event)
{
    QFrame::paintEvent(event);
    QPainter painter(this);
    const Tokens &tokens = m_theme.tokens();
    painter.fillRect(QRect(0, 0, bannerEdge, height()), tokens.status(StatusTone::Crit).fill);
    const QRectF glyph(bannerEdge + space::m, (height() - bannerGlyph) / 2.0, bannerGlyph, bannerGlyph);
    paintGlyph(painter, glyph, Glyph::QueryError, StatusTone::Crit, tokens);
}

void ErrorBanner::copyReport() const
{
    QGuiApplication::clipboard()->setText(errorReportText(m_report));
}

} // namespace qd
