#include "mcp/requests/visitpane.h"

#include "confirm/plaintext.h"
#include "mcp/codepane.h"
#include "mcp/tonemark.h"
#include "mcp/webaddress.h"
#include "widgets/labels.h"
#include "widgets/statusglyph.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace qd {

namespace {

constexpr int addressLines = 5;

} // namespace

VisitPane::VisitPane(const Theme &theme, QWidget *parent)
    : RequestPane(theme, QStringLiteral("mcpVisit"), tr("Open in the browser"), parent), m_host(makeLabel(this, QStringLiteral("mcpVisitHost"), "viewTitle")),
      m_address(new CodePane(theme, QStringLiteral("mcpVisitAddress"), tr("The whole address"), this)), m_mark(new ToneMark(theme, this)), m_warnings(makeLabel(this, QStringLiteral("mcpVisitWarnings")))
{
    QLabel *goes = makeLabel(this, QStringLiteral("mcpVisitGoes"), "caption");
    goes->setText(tr("The page is at"));
    QLabel *whole = makeLabel(this, QStringLiteral("mcpVisitWhole"), "caption");
    whole->setText(tr("The whole address"));
    m_address->setFixedHeight(addressLines * m_address->fontMetrics().lineSpacing() + 2 * space::s);
    m_warnings->setWordWrap(true);
    m_mark->setLook(Glyph::Bang, StatusTone::Warn);
    auto *line = new QHBoxLayout;
    line->setSpacing(space::s);
    line->addWidget(m_mark, 0, Qt::AlignTop);
    line->addWidget(m_warnings, 1);
    for (QWidget *widget : {static_cast<QWidget *>(goes), static_cast<QWidget *>(m_host), static_cast<QWidget *>(whole), static_cast<QWidget *>(m_address)})
        body().addWidget(widget);
    body().addLayout(line);
    body().addWidget(makeWaiting());
    body().addStretch(1);
    connect(this, &RequestPane::acceptRequested, this, &VisitPane::visitRequested);
}

/// For a request of ours that is sent again afterwards.
QWidget *VisitPane::makeWaiting()
{
    m_waiting = new QWidget(this);
    QLabel *why = makeLabel(m_waiting, QStringLiteral("mcpVisitWaits"), "secondary");
    why->setWordWrap(true);
    why->setText(tr("A call of yours waits for this page. It is sent again when the server says that the page was done with, or when you say so."));
    m_again = new QPushButton(tr("Visited, try again"), m_waiting);
    m_again->setObjectName(QStringLiteral("mcpVisitAgain"));
    m_again->setAccessibleName(tr("The page was visited: send the call again"));
    auto *line = new QHBoxLayout(m_waiting);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(space::s);
    line->addWidget(why, 1);
    line->addWidget(m_again);
    connect(m_again, &QPushButton::clicked, this, &VisitPane::visitedRequested);
    return m_waiting;
}

void VisitPane::showRequest(const McpPendingRequest &request)
{
    const WebAddress address = webAddressOf(request.elicitation.url);
    const bool isPlain = address.host == address.shownHost;
    m_host->setText(visibleText(isPlain ? address.host : QStringLiteral("%1 (%2)").arg(address.host, address.shownHost), 300));
    m_address->setCode(request.elicitation.url);
    m_warnings->setText(visibleText(address.warnings.join(u'\n'), 2000));
    m_warnings->setVisible(!address.warnings.isEmpty());
    m_mark->setVisible(!address.warnings.isEmpty());
    m_waiting->setVisible(request.elicitation.isRequired && request.status == McpPendingRequest::Status::Waiting);
    yes().setEnabled(address.isOpenable && request.status == McpPendingRequest::Status::Waiting);
}

} // namespace qd
