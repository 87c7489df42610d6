#include "mcp/requests/requestpane.h"

#include "confirm/plaintext.h"
#include "mcp/tonemark.h"
#include "mcprequestmodel.h"
#include "widgets/labels.h"
#include "widgets/statusglyph.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace qd {

RequestPane::RequestPane(const Theme &theme, const QString &name, const QString &yes, QWidget *parent)
    : QWidget(parent), m_mark(new ToneMark(theme, this)), m_title(makeLabel(this, name + QStringLiteral("Title"), "panelTitle")),
      m_state(makeLabel(this, name + QStringLiteral("State"), "secondary")), m_message(makeLabel(this, name + QStringLiteral("Message"))), m_body(new QVBoxLayout)
{
    m_message->setWordWrap(true);
    m_message->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_body->setSpacing(space::s);
    auto *head = new QHBoxLayout;
    head->setSpacing(space::s);
    head->addWidget(m_mark);
    head->addWidget(m_title);
    head->addWidget(m_state, 1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::s);
    column->addLayout(head);
    column->addWidget(m_message);
    column->addLayout(m_body, 1);
    column->addWidget(makeButtons(name, yes));
}

QWidget *RequestPane::makeButtons(const QString &name, const QString &yes)
{
    auto *box = new QWidget(this);
    const auto add = [&](const char *part, const QString &text, const QString &accessible) {
        auto *button = new QPushButton(text, box);
        button->setObjectName(name + QLatin1StringView(part));
        button->setAccessibleName(accessible);
        return button;
    };
    m_away = add("Dismiss", tr("Dismiss"), tr("Say neither yes nor no"));
    m_no = add("Decline", tr("Decline"), tr("Refuse what the server asks"));
    m_yes = add("Accept", yes, yes);
    m_yes->setProperty("qdRole", QStringLiteral("primary"));
    auto *line = new QHBoxLayout(box);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(space::s);
    line->addStretch(1);
    for (QPushButton *button : {m_away, m_no, m_yes})
        line->addWidget(button);
    connect(m_yes, &QPushButton::clicked, this, &RequestPane::acceptRequested);
    connect(m_no, &QPushButton::clicked, this, &RequestPane::declineRequested);
    connect(m_away, &QPushButton::clicked, this, &RequestPane::dismissRequested);
    return box;
}

void RequestPane::setRequest(const McpPendingRequest &request)
{
    const bool isWaiting = request.status == McpPendingRequest::Status::Waiting;
    m_mark->setLook(isWaiting ? Glyph::Bang : Glyph::FlatLine, isWaiting ? StatusTone::Warn : StatusTone::Unknown);
    m_title->setText(tr("%1 asks for %2").arg(visibleText(request.server.value, 60).simplified(), requestKindWord(request.kind)));
    m_state->setText(requestStatusWord(request));
    m_message->setText(visibleText(request.kind == McpPendingRequest::Kind::Sampling ? QString() : request.summary(), 4000));
    m_message->setVisible(!m_message->text().isEmpty());
    for (QPushButton *button : {m_yes, m_no, m_away})
        button->setEnabled(isWaiting);
    showRequest(request);
}

} // namespace qd
