#include "query/runhead.h"

#include "format.h"
#include "plaintip.h"
#include "widgets/labels.h"
#include "widgets/progressline.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace qd {

namespace {

QString bytesText(qint64 bytes)
{
    return bytes < 1024 ? RunHead::tr("%1 B").arg(bytes) : bytes < 1024 * 1024 ? RunHead::tr("%1 KB").arg(bytes / 1024) : RunHead::tr("%1 MB").arg(format::number(static_cast<double>(bytes) / 1048576.0));
}

QPushButton *headButton(const char *name, const QString &text, const QString &tip)
{
    auto *button = new QPushButton(text);
    button->setObjectName(QLatin1StringView(name));
    button->setAccessibleName(text);
    button->setToolTip(tip);
    return button;
}

} // namespace

RunHead::RunHead(const Theme &theme, const Clock &clock, QWidget *parent)
    : QWidget(parent), m_clock(clock), m_run(headButton("queryRun", tr("Run"), tr("Run the statement under the cursor (F5)"))),
      m_cancel(headButton("queryCancel", tr("Cancel"), tr("Cancel the query (Esc)"))), m_state(makeLabel(nullptr, QStringLiteral("queryState"))),
      m_facts(makeLabel(nullptr, QStringLiteral("queryFacts"), "secondary")), m_notice(makeLabel(nullptr, QStringLiteral("queryNotice"), "secondary")),
      m_request(headButton("queryRequestId", QString(), tr("Copy the server's request id"))), m_progress(new ProgressLine(theme))
{
    setObjectName(QStringLiteral("runHead"));
    m_run->setProperty("qdRole", QStringLiteral("primary"));
    m_request->setProperty("qdRole", QStringLiteral("flat"));
    m_request->setFont(monoFont(TextSize::Caption));
    m_state->setFont(uiFont(TextSize::Body, TextWeight::SemiBold));
    m_facts->setFont(monoFont());
    m_notice->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto *line = new QHBoxLayout;
    line->setSpacing(space::m);
    line->addWidget(m_run);
    line->addWidget(m_cancel);
    line->addWidget(m_state);
    line->addWidget(m_facts);
    line->addWidget(m_notice, 1);
    line->addWidget(m_request);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, space::xs, 0, 0);
    layout->setSpacing(space::xs);
    layout->addLayout(line);
    layout->addWidget(m_progress);
    connect(m_run, &QPushButton::clicked, this, &RunHead::runRequested);
    connect(m_cancel, &QPushButton::clicked, this, &RunHead::cancelRequested);
    connect(m_request, &QPushButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(m_look.requestId);
        showNotice(tr("Copied the request id"));
    });
    connect(&m_tick, &QTimer::timeout, this, &RunHead::refresh);
    setLook({});
}

void RunHead::setLook(const RunLook &look)
{
    m_look = look;
    m_notice->clear();
    const bool isRunning = look.phase == RunLook::Phase::Running;
    m_run->setVisible(!isRunning);
    m_cancel->setVisible(isRunning);
    m_progress->setActive(isRunning);
    m_request->setVisible(!look.requestId.isEmpty());
    m_request->setText(look.requestId.left(18));
    m_request->setAccessibleName(tr("Copy the request id %1").arg(look.requestId));
    m_tick.start(isRunning ? 100 : 5000);
    refresh();
}

void RunHead::showNotice(const QString &notice)
{
    m_notice->setText(notice);
    m_notice->setToolTip(plainTip(notice)); // the line may be too short for it
}

QString RunHead::stateText() const
{
    switch (m_look.phase) {
    case RunLook::Phase::None: return tr("Not run yet");
    case RunLook::Phase::Running: return m_look.rows > 0 ? tr("Rows arriving") : tr("Running");
    case RunLook::Phase::Ready: return m_look.isStale ? tr("Result of an earlier text") : m_look.isFromCache ? tr("From cache") : tr("Done");
    case RunLook::Phase::Partial: return tr("Partial result");
    case RunLook::Phase::Failed: return tr("Failed");
    case RunLook::Phase::Cancelled: return tr("Cancelled");
    }
    return {};
}

void RunHead::refresh()
{
    m_state->setText(stateText());
    QStringList facts;
    if (m_look.phase == RunLook::Phase::Running) {
        const auto since = std::chrono::duration_cast<Milliseconds>(m_clock.now() - m_look.startedAt);
        facts << QStringLiteral("%1 s").arg(static_cast<double>(since.count()) / 1000, 0, 'f', 1);
    } else if (m_look.phase != RunLook::Phase::None) {
        facts << format::duration(m_look.elapsed);
    }
    if (m_look.phase != RunLook::Phase::None && m_look.phase != RunLook::Phase::Failed)
        facts << (m_look.rows == 1 ? tr("1 row") : tr("%1 rows").arg(format::compact(static_cast<double>(m_look.rows))));
    if (m_look.bytes > 0)
        facts << bytesText(m_look.bytes);
    if (m_look.asOf)
        facts << tr("as of %1 ago").arg(format::age(m_clock.now() - *m_look.asOf));
    if (!m_look.schema.isEmpty())
        facts << m_look.schema;
    if (!m_look.range.isEmpty())
        facts << m_look.range;
    m_facts->setText(facts.join(QStringLiteral(" · ")));
}

} // namespace qd
