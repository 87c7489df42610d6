#include "commands/mcp/mcplistingreader.h"

#include "mcp/listing.h"

#include <utility>

namespace qd {

McpListingReader::McpListingReader(McpSession &session, QString name, QObject *context, Done done)
    : m_session(session), m_name(std::move(name)), m_context(context), m_done(std::move(done))
{
}

void McpListingReader::start()
{
    if (!m_session.info()->hasTools)
        return readPrompts();
    m_session.listTools(m_context, [this](const Result<QList<McpTool>> &tools) {
        if (!tools)
            return m_done(tools.error());
        m_tools = *tools;
        readPrompts();
    });
}

void McpListingReader::readPrompts()
{
    if (!m_session.info() || !m_session.info()->hasPrompts)
        return readResources();
    m_session.listPrompts(m_context, [this](const Result<QList<McpPrompt>> &prompts) {
        if (!prompts)
            return m_done(prompts.error());
        m_prompts = *prompts;
        readResources();
    });
}

void McpListingReader::readResources()
{
    if (!m_session.info() || !m_session.info()->hasResources)
        return finish();
    m_session.listResources(m_context, [this](const Result<QList<McpResource>> &resources) {
        if (!resources)
            return m_done(resources.error());
        m_resources = *resources;
        finish();
    });
}

void McpListingReader::finish()
{
    const McpServerInfo info = m_session.info().value_or(McpServerInfo{});
    m_done(McpListing{.server = m_name, .definitions = definitionsOf(info, m_tools, m_prompts, m_resources), .program = info.name});
}

} // namespace qd
