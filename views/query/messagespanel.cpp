#include "query/messagespanel.h"

#include "theme/type.h"
#include "widgets/errorbanner.h"
#include "widgets/factlist.h"

#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace qd {

MessagesPanel::MessagesPanel(const Theme &theme, QWidget *parent) : QWidget(parent), m_banner(new ErrorBanner(theme)), m_facts(new FactList), m_text(new QPlainTextEdit)
{
    setObjectName(QStringLiteral("queryMessages"));
    m_text->setObjectName(QStringLiteral("queryMessageText"));
    m_text->setAccessibleName(tr("Warnings and the text that was sent"));
    m_text->setReadOnly(true);
    m_text->setFont(monoFont());
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::m, space::s, space::m, space::s);
    layout->setSpacing(space::s);
    layout->addWidget(m_banner);
    layout->addWidget(m_facts);
    layout->addWidget(m_text, 1);
    connect(m_banner, &ErrorBanner::retryRequested, this, &MessagesPanel::retryRequested);
}

void MessagesPanel::setMessages(const RunMessages &messages)
{
    if (messages.error && messages.error->kind != ErrorKind::Cancelled)
        m_banner->setReport({.what = tr("The query failed"), .error = *messages.error});
    else
        m_banner->clear();
    m_facts->setFacts(messages.facts);
    QStringList text = messages.warnings;
    if (!messages.sent.isEmpty())
        text << (text.isEmpty() ? tr("Sent:") : tr("\nSent:")) << messages.sent;
    m_text->setPlainText(text.join(u'\n'));
}

} // namespace qd
