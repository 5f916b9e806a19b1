// Gives another page of the site, and the address that it came from; null if it cannot be had.
// Asked for as a document, a page runs no script and loads nothing that it names; and no string
// is parsed as HTML, which the pages' policy forbids.
const PATIENCE = 5000;

export const pageAt = (href) =>
  new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("GET", href);
    request.responseType = "document";
    request.timeout = PATIENCE;
    request.onloadend = () => {
      const { status, response: page, responseURL: address } = request;
      resolve(status === 200 && page ? { page, address } : null);
    };
    request.send();
  });
