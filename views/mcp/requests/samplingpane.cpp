#include "mcp/requests/samplingpane.h"

#include "confirm/plaintext.h"
#include "format.h"
#include "mcp/codepane.h"
#include "theme/type.h"
#include "widgets/factlist.h"
#include "widgets/labels.h"

#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <utility>

namespace qd {

namespace {

QString messagesText(const McpSamplingRequest &request)
{
    QStringList parts;
    if (!request.systemPrompt.isEmpty())
        parts << QStringLiteral("system: ") + request.systemPrompt;
    for (const McpContent &message : request.messages)
        parts << message.role + QStringLiteral(": ")
                + (message.kind == McpContent::Kind::Text ? message.text : SamplingPane::tr("(%1, %2 bytes)").arg(message.mimeType).arg(message.data.size()));
    return parts.join(QStringLiteral("\n\n"));
}

} // namespace

SamplingPane::SamplingPane(const Theme &theme, QWidget *parent)
    : RequestPane(theme, QStringLiteral("mcpSample"), tr("Send the answer"), parent), m_facts(new FactList(this)),
      m_messages(new CodePane(theme, QStringLiteral("mcpSampleMessages"), tr("What would be put to the model"), this)), m_model(new QLineEdit(this)), m_answer(new QPlainTextEdit(this)),
      m_propose(new QPushButton(this))
{
    const auto caption = [this](const char *name, const QString &text) {
        QLabel *label = makeLabel(this, QLatin1StringView(name), "caption");
        label->setText(text);
        return label;
    };
    m_facts->setWrapping(true);
    m_model->setObjectName(QStringLiteral("mcpSampleModel"));
    m_model->setAccessibleName(tr("Name of the model that answers"));
    m_model->setText(QStringLiteral("human"));
    m_answer->setObjectName(QStringLiteral("mcpSampleAnswer"));
    m_answer->setAccessibleName(tr("The answer"));
    m_answer->setTabChangesFocus(true);
    m_propose->setObjectName(QStringLiteral("mcpSamplePropose"));
    connect(m_propose, &QPushButton::clicked, this, [this] {
        m_isAsking = true;
        refreshPropose();
        emit proposalRequested();
    });
    setModelName({});
    body().addWidget(m_facts);
    body().addWidget(m_messages, 2);
    body().addWidget(m_propose, 0, Qt::AlignLeft);
    body().addWidget(caption("mcpSampleAnswerLabel", tr("The answer, as it will be sent")));
    body().addWidget(m_answer, 1);
    body().addWidget(caption("mcpSampleModelLabel", tr("Said by the model")));
    body().addWidget(m_model);
    connect(this, &RequestPane::acceptRequested, this, [this] { emit answered(m_model->text(), m_answer->toPlainText()); });
}

void SamplingPane::showRequest(const McpPendingRequest &request)
{
    const McpSamplingRequest &sampling = request.sampling;
    QList<std::pair<QString, QString>> facts{{tr("At most"), tr("%1 tokens").arg(format::number(static_cast<double>(sampling.maxTokens)))}};
    if (!sampling.modelHints.isEmpty())
        facts.append({tr("Models it hopes for"), visibleText(sampling.modelHints.join(QStringLiteral(", ")), 300)});
    if (sampling.temperature)
        facts.append({tr("Temperature"), format::number(*sampling.temperature)});
    if (!sampling.includeContext.isEmpty())
        facts.append({tr("Wants context of"), visibleText(sampling.includeContext, 40)});
    if (!sampling.tools.isEmpty())
        facts.append({tr("Tools for the model"), visibleText(sampling.tools, 600)});
    m_facts->setFacts(facts);
    m_messages->setCode(messagesText(sampling));
    const bool isWaiting = request.status == McpPendingRequest::Status::Waiting;
    if (std::exchange(m_id, request.id) != request.id) {
        m_answer->setPlainText(isWaiting ? QString() : request.answer);
        m_isAsking = false;
    }
    m_isAsking = m_isAsking && m_isWaiting;
    m_isWaiting = isWaiting;
    refreshPropose();
    m_answer->setReadOnly(!isWaiting);
    m_model->setEnabled(isWaiting);
}

void SamplingPane::setModelName(const QString &name)
{
    m_propose->setVisible(!name.isEmpty());
    m_propose->setText(tr("Let %1 propose an answer").arg(visibleText(name, 80).simplified()));
    m_propose->setAccessibleName(tr("Send what is shown above to %1, and put its answer below").arg(visibleText(name, 80).simplified()));
    refreshPropose();
}

/// What is not only text goes as it came: an answer may be calls of tools.
void SamplingPane::setProposal(const McpSamplingAnswer &answer)
{
    m_isAsking = false;
    refreshPropose();
    const QString text = answer.content.isEmpty() ? answer.text : answer.content;
    if (text.isEmpty() || !m_isWaiting)
        return;
    m_answer->setPlainText(text);
    m_model->setText(answer.model);
}

void SamplingPane::refreshPropose() { m_propose->setEnabled(m_isWaiting && !m_isAsking); }

} // namespace qd
