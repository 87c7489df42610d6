#include "mcp/requests/samplingpane.h"

#include "confirm/plaintext.h"
#include "format.h"
#include "mcp/codepane.h"
#include "theme/type.h"
#include "widgets/factlist.h"
#include "widgets/labels.h"

#include <QLineEdit>
#include <QPlainTextEdit>
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
      m_messages(new CodePane(theme, QStringLiteral("mcpSampleMessages"), tr("What would be put to the model"), this)), m_model(new QLineEdit(this)), m_answer(new QPlainTextEdit(this))
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
    body().addWidget(m_facts);
    body().addWidget(m_messages, 2);
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
    if (std::exchange(m_id, request.id) != request.id)
        m_answer->setPlainText(isWaiting ? QString() : request.answer);
    m_answer->setReadOnly(!isWaiting);
    m_model->setEnabled(isWaiting);
}

} // namespace qd
