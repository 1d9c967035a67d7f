// All addresses are relative to the page, so that it works behind a proxy that puts a path before it, too.
const base = new URL('.', document.baseURI);
window.reference = SwaggerUIBundle({
  dom_id: '#reference',
  url: 'openapi.json',
  // The server of the contract, "/", leads past such a path.
  requestInterceptor: (request) => {
    if (!request.loadSpec) {
      const target = new URL(request.url, base.origin);
      request.url = base.href.slice(0, -1) + target.pathname + target.search;
    }
    return request;
  },
  deepLinking: true,
  displayOperationId: true,
  displayRequestDuration: true,
  defaultModelsExpandDepth: 0,
  tryItOutEnabled: true,
  validatorUrl: null,
});
