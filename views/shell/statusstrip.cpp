#include "shell/statusstrip.h"

#include "format.h"
#include "shell/statusitem.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>

#include <algorithm>

namespace qd {

namespace {

QLabel *stripLabel(const char *name, QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setObjectName(QLatin1StringView(name));
    label->setTextFormat(Qt::PlainText);
    label->setFont(uiFont(TextSize::Caption, TextWeight::Medium));
    label->setProperty("qdRole", QStringLiteral("secondary"));
    return label;
}

QString sourceExplanation(const SourceHealth &source)
{
    QStringList lines{source.name};
    if (source.lastSuccess)
        lines.append(StatusStrip::tr("Last answer %1").arg(format::timestamp(*source.lastSuccess)));
    if (source.lastError)
        lines.append(source.lastError->message);
    if (source.lastError && !source.lastError->requestId.isEmpty())
        lines.append(StatusStrip::tr("Request id %1").arg(source.lastError->requestId));
    if (!source.warning.isEmpty())
        lines.append(source.warning);
    return lines.join(QChar(u'\n'));
}

} // namespace

StatusTone sourceTone(SourceState state)
{
    switch (state) {
    case SourceState::Ok:
        return StatusTone::Ok;
    case SourceState::Throttled:
    case SourceState::SignInNeeded:
        return StatusTone::Warn;
    case SourceState::Unreachable:
    case SourceState::Denied:
    case SourceState::Error:
        return StatusTone::Crit;
    case SourceState::Connecting:
        break;
    }
    return StatusTone::Unknown;
}

QString sourceWords(const SourceHealth &source, Instant now)
{
    QString words = source.name + QChar(u' ') + sourceStateName(source.state);
    if (source.state == SourceState::Ok && source.latency)
        words += QStringLiteral(" · ") + format::duration(*source.latency);
    if (source.state == SourceState::Ok && source.ingestionLag)
        words += StatusStrip::tr(" (lag %1)").arg(format::duration(std::chrono::round<Seconds>(*source.ingestionLag)));
    if (source.nextRetry && *source.nextRetry > now)
        words += StatusStrip::tr(", retry in %1").arg(format::age(*source.nextRetry - now));
    return words;
}

StatusStrip::StatusStrip(const Theme &theme, QWidget *parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_items(new QHBoxLayout)
    , m_more(stripLabel("moreSources", this))
    , m_queries(stripLabel("runningQueries", this))
    , m_hints(stripLabel("keyHints", this))
{
    setObjectName(QStringLiteral("statusStrip"));
    setFixedHeight(height::statusBar);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    m_items->setSpacing(space::m);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(space::l, 0, space::l, 0);
    layout->setSpacing(space::m);
    layout->addLayout(m_items);
    layout->addWidget(m_more);
    layout->addWidget(m_queries);
    layout->addStretch();
    layout->addWidget(m_hints);
    m_more->hide();
}

void StatusStrip::setSources(const QList<SourceHealth> &sources, Instant now)
{
    const qsizetype count = std::min(sources.size(), maxShown);
    while (m_shown.size() > count)
        m_shown.takeLast()->deleteLater();
    while (m_shown.size() < count) {
        m_shown.append(new StatusItem(m_theme, this));
        m_items->addWidget(m_shown.last());
    }
    QList<SourceHealth> ordered = sources;
    std::ranges::stable_sort(ordered, {}, [](const SourceHealth &source) { return source.state == SourceState::Ok; });
    int running = 0;
    for (const SourceHealth &source : sources)
        running += source.runningQueries;
    for (qsizetype i = 0; i < count; ++i)
        m_shown[i]->setStatus(sourceTone(ordered[i].state), sourceWords(ordered[i], now), sourceExplanation(ordered[i]));
    m_more->setVisible(sources.size() > count);
    m_more->setText(tr("and %1 more").arg(sources.size() - count));
    setQueries(running);
}

void StatusStrip::setQueries(int running)
{
    m_queries->setText(running == 0 ? QString()
                       : running == 1 ? tr("1 query running")
                                      : tr("%1 queries running").arg(running));
}

void StatusStrip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.tokens().surface);
    painter.fillRect(0, 0, width(), 1, m_theme.tokens().border);
}

void StatusStrip::setHints(const QString &hints) { m_hints->setText(hints); }

} // namespace qd
